// The tests of the shared system by their names: the same order on every machine, and browsers before journeys.
import Sequencer from '@jest/test-sequencer';

export default class InOrder extends Sequencer {
  sort(tests) {
    return [...tests].sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}
