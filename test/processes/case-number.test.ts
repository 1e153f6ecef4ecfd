import fc from 'fast-check';
import { caseNumber, parseCaseNumber } from '../../processes/case-number.js';

it('carries the county, the Shanghai year and six digits', () => {
  expect(caseNumber('BY', new Date('2026-06-21T01:00:00Z'), 123)).toBe('BY-2026-000123');
  expect(caseNumber('BY', new Date('2026-12-31T16:00:00Z'), 1)).toBe('BY-2027-000001');
});

it('grows rather than fail after 999999', () => {
  expect(caseNumber('BY', new Date('2026-06-21T01:00:00Z'), 1_000_000)).toBe('BY-2026-1000000');
});

it.each([['by', 1, 'invalid county code <by>'], ['B', 1, 'invalid county code <B>'], ['BY', 0, 'invalid case sequence <0>'], ['BY', 1.5, 'invalid case sequence <1.5>']])(
  'of <%s> and <%s> cannot be written',
  (county, sequence, message) => {
    expect(() => caseNumber(county, new Date(), sequence)).toThrow(message);
  },
);

it.each(['BY-2026-123', 'BY-2026-000000', 'BY-2026-0000001', 'by-2026-000001', 'BY2026000001', '', 'BY-2026-000001\n'])('<%s> is no case number', text => {
  expect(() => parseCaseNumber(text)).toThrow('invalid case number');
});

it('reading what was written gives the same parts', () => {
  fc.assert(fc.property(fc.stringMatching(/^[A-Z]{2,6}$/), fc.integer({ min: 1, max: 99_999_999 }), fc.integer({ min: 2000, max: 2199 }), (county, sequence, year) => {
    expect(parseCaseNumber(caseNumber(county, new Date(`${year}-06-01T00:00:00Z`), sequence))).toEqual({ county, year, sequence });
  }));
});
