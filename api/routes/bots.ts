// The group robots of units, as the administrators of those units set them; a robot's address and secret are never shown again.
import { z } from 'zod';
import { administered, administeredUnit, assertBot, shownBot } from '../../processes/bots.js';
import { setBot, testBot } from '../../processes/bot-settings.js';
import type { Unit } from '../../processes/store/types.js';
import { route, type Route } from '../route.js';
import { id } from '../schemas.js';

const tag = '外发消息';
const ability = 'manage-settings' as const;
const one = z.object({ unit: id });
const kind = z.enum(['dingtalk', 'wecom']);

export const botRoutes: Route[] = [
  route({
    method: 'get', path: '/bots', tag, ability, summary: 'The units of yours that have a group robot.',
    answer: z.array(z.object({ unit: z.string(), unitName: z.string(), kind, host: z.string(), ends: z.string(), signed: z.boolean() })),
    async handle({ person }, { store }) {
      const units = await store.units.find({ path: { $in: administered(person) } }).lean<Unit[]>();
      return units.filter(({ bot }) => bot).sort((a, b) => (a._id < b._id ? -1 : 1)).map(({ _id, name, bot }) => ({ unit: _id, unitName: name, ...shownBot(bot!) }));
    },
  }),
  route({
    method: 'put', path: '/organisation/units/{unit}/bot', tag, ability, summary: 'Sets the group robot of a unit of yours.', params: one, answer: z.void(), status: 204,
    body: z.object({ kind, url: z.string().trim().max(500), secret: z.string().trim().min(1).max(200).optional() }),
    async handle({ params, body, person }, deps) {
      const unit = await administeredUnit(deps.store, params.unit, person);
      assertBot(body, deps.settings);
      await setBot(unit, body, person, deps);
    },
  }),
  route({
    method: 'delete', path: '/organisation/units/{unit}/bot', tag, ability, summary: 'Takes the group robot of a unit of yours away.', params: one, answer: z.void(), status: 204,
    async handle({ params, person }, deps) {
      await setBot(await administeredUnit(deps.store, params.unit, person), undefined, person, deps);
    },
  }),
  route({
    method: 'post', path: '/organisation/units/{unit}/bot/test', tag, ability, summary: 'Sends a test message to the group robot of a unit of yours, once a minute at most.', params: one, answer: z.void(), status: 204,
    async handle({ params, person }, deps) {
      await testBot(await administeredUnit(deps.store, params.unit, person), deps);
    },
  }),
];
