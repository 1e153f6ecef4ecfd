// What is answered at each human task of the shortest whole way: the village settles it. The same for both sides of the comparison.

export const answers: Record<string, Record<string, unknown>> = {
  intake: { outcome: 'accepted' },
  'village-handle': { outcome: 'solved', summary: '已处理' },
  check: { outcome: 'pass' },
  'follow-up': { rating: '满意' },
};

/** Who does which task on our side. */
export const actors: Record<string, string> = { intake: 'caobacun', 'village-handle': 'caobacun', check: 'jinghe', 'follow-up': 'jinghehuifang' };
