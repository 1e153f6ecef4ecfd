// The passwords that are tried first: short lists of what leaks show again and again, and words of this system.

const words = [
  'password', 'passw0rd', 'admin', 'administrator', 'root', 'qwerty', 'qwertyuiop', 'asdfgh', 'asdfghjkl', 'zxcvbnm', '1q2w3e4r', '1q2w3e4r5t', '1qaz2wsx', 'qazwsx', 'iloveyou', 'woaini', 'letmein', 'welcome',
  'monkey', 'dragon', 'sunshine', 'princess', 'football', 'abc', 'abcd', 'abcdef', 'test', 'guest', 'user', 'login', 'master', 'hello', 'changeme', 'default', 'secret', 'p@ssword', 'p@ssw0rd', 'a1b2c3', 'aa123456',
  'liandong', 'wangge', 'wanggeyuan', 'zhengfu', 'baoying', 'yangzhou', 'jiangsu', 'zhongguo', 'china',
];

const sequence = (text: string): boolean => {
  const codes = Array.from(text, (one) => one.codePointAt(0)!);
  const step = codes[1]! - codes[0]!;
  return Math.abs(step) <= 1 && codes.every((code, index) => index === 0 || code - codes[index - 1]! === step);
};

/** Whether a password is one of the commonest: a known word alone or with digits and marks around it, one character again and again, or a row such as 12345678. */
export function isCommon(password: string): boolean {
  const low = password.toLowerCase();
  if (sequence(low) || /^(.{1,4})\1+$/u.test(low)) return true;
  const bare = low.replace(/^[^a-z]+|[^a-z]+$/g, '');
  // what is left of a pass phrase that only begins with such a word is long enough by itself
  return words.includes(low) || (words.includes(bare) && low.length - bare.length <= 8);
}
