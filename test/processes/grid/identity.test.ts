// ID numbers, credit codes and telephones are checked as GB 11643, GB 32100 and the numbering plan say.
import { checkDigit, creditCodeProblem, idNumberProblem, phoneProblem } from '../../../processes/grid/identity.js';

test('an ID number passes by its own check digit, with a small x too', () => {
  expect(checkDigit('11010519491231002')).toBe('X');
  expect(['11010519491231002X', '11010519491231002x', '440524188001010014'].map(idNumberProblem)).toEqual([undefined, undefined, undefined]);
});

test.each([['110105194912310021', '校验位'], ['11010519491331002X', '出生日期'], ['11010519490230002X', '出生日期'], ['1101051949123100', '18 位'], ['1101051949123100２X', '18 位']])('%s is refused for its %s', (id, word) => {
  expect(idNumberProblem(id)).toContain(word);
});

test('a credit code passes by its own check sign, in small letters too', () => {
  expect(['91330100799655058B', '91330100799655058b', '91000000MA0LD00012'].map(creditCodeProblem)).toEqual([undefined, undefined, undefined]);
});

test.each([['91330100799655058C', '校验位'], ['9133010079965505B8', '校验位'], ['91330100799655058', '18 位'], ['9133010079965505OB', '18 位']])('%s is refused for its %s', (code, word) => {
  expect(creditCodeProblem(code)).toContain(word);
});

test('telephones are mobiles or fixed lines, with or without area code', () => {
  expect(['12000000001', '13812345678', '0514-88221234', '051488221234', '88221234'].map(phoneProblem)).toEqual(Array(5).fill(undefined));
  expect(['1200000000', '23812345678', 'abc', '0514-123', '+86 138'].every((one) => phoneProblem(one) !== undefined)).toBe(true);
});
