// What one to five stars mean; the middle ones are the words of 回访.

export const STARS = ['很不满意', '不满意', '基本满意', '满意', '非常满意'] as const;
export const starWord = (stars: number): string => STARS[stars - 1] ?? '';
