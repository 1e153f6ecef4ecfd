// What an instance has left aside, told from the diagram and from where it has been.
import { drawingOf } from '../../processes/migration/drawing.js';
import { skippedIn } from '../../processes/skipped.js';
import { diagram } from '../support/journey.js';

const drawing = () => drawingOf({ _id: 'skipped-1', partition: 1, pos: 1, procedure: 'grid-event', version: 1, resource: 'grid-event.bpmn', xml: diagram('grid-event'), at: new Date(0) });
const part = (elementId: string, type: string, state: string) => ({ _id: elementId, elementId, type, scopeKey: '1', state });
const way = [part('reported', 'START_EVENT', 'completed'), part('case-chain', 'SUB_PROCESS', 'active'), part('chain-start', 'START_EVENT', 'completed'), part('classify-event', 'BUSINESS_RULE_TASK', 'completed'), part('classify', 'SERVICE_TASK', 'completed')];

describe('left aside', () => {
  it('is nothing while it stands before everything', async () => expect(skippedIn(await drawing(), [...way, part('intake', 'USER_TASK', 'active')], false)).toEqual([]));

  it('is what lies before the place where it stands and was not entered, not what lies behind it', async () => {
    const skipped = skippedIn(await drawing(), [...way, part('intake', 'USER_TASK', 'completed'), part('tell-accepted', 'SERVICE_TASK', 'completed'), part('village-handle', 'USER_TASK', 'completed'), part('check', 'USER_TASK', 'active')], false);
    expect(skipped).toContain('close-refused');
    expect(skipped).not.toContain('follow-up');
    expect(skipped).not.toContain('close-withdrawn');
  });

  it('is everything that was never entered once it is over, with all that lies inside', async () => {
    const skipped = skippedIn(await drawing(), way.map((one) => ({ ...one, state: 'completed' })), true);
    expect(skipped).toEqual(expect.arrayContaining(['town-level', 'town-dispatch', 'county-handle', 'follow-up']));
    expect(skipped).not.toContain('classify');
  });
});
