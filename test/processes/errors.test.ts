import { BusinessError, Conflict, DomainError, Forbidden, Invalid, NotFound, Unavailable } from '../../processes/errors.js';

it('every error can be told by its name', () => {
  const errors = [new NotFound('a'), new Conflict('a'), new Invalid('a'), new Forbidden('a'), new Unavailable('a'), new BusinessError('c', 'a')];
  expect(errors.map(error => error.name)).toEqual(['NotFound', 'Conflict', 'Invalid', 'Forbidden', 'Unavailable', 'BusinessError']);
  for (const error of errors) expect(error).toBeInstanceOf(DomainError);
});

it('each carries what its reader needs', () => {
  expect(new Invalid('a', [{ path: 'x', message: 'm' }]).problems).toEqual([{ path: 'x', message: 'm' }]);
  expect(new Unavailable('engine away').retryAfter).toBe(5);
  expect(new BusinessError('no-such-unit', 'a').code).toBe('no-such-unit');
  expect(new NotFound('a', { cause: 1 }).cause).toBe(1);
});
