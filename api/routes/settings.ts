// Settings that administrators change while the system runs; what there is to set comes from one list.
import { z } from 'zod';
import { changeRules, maySetRules, readRules } from '../../processes/accounts/rules.js';
import { settingGroups, type SettingGroup } from '../../processes/accounts/settings-list.js';
import { route, type Route } from '../route.js';

const tag = '设置';
const ability = 'manage-settings' as const;
const value = z.union([z.number(), z.string()]);
/** The document names each setting with its bounds; what is wrong is said by the check itself. */
const described = Object.entries(settingGroups as Record<string, SettingGroup>).flatMap(([group, { settings }]) => Object.entries(settings).map(([key, { name, least, most, otherwise, unit }]) => (
  `\`${group}.${key}\` ${name}${least === undefined ? '' : ` (${least}–${most}${unit}`}${least === undefined ? ` (HH:mm)` : `, ${otherwise})`}`))).join('; ');
const values = z.record(z.string(), z.record(z.string(), value));
const answer = z.object({ values, may: z.object({ change: z.boolean() }) });

export const settingRoutes: Route[] = [
  route({
    method: 'get', path: '/settings', tag, ability, summary: `The settings in force: ${described}.`, answer,
    async handle({ person }, { store }) {
      return { values: await readRules(store), may: { change: await maySetRules(store, person) } };
    },
  }),
  route({
    method: 'put', path: '/settings', tag, ability, summary: 'Changes settings, by group and name; those left out stay. They count everywhere within five seconds, and the audit says who changed what.', body: z.object({ values }), answer,
    async handle({ body, person, req }, deps) {
      return { values: await changeRules(body.values, person, deps, req.ip), may: { change: true } };
    },
  }),
];
