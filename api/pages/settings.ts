// The settings: one form, made from their list.
import { settingGroups, type SettingGroup } from '../../processes/accounts/settings-list.js';
import type { Page } from './page.js';

export const page: Page = {
  name: 'settings', path: '/settings', title: '设置', assets: ['accounts.css', 'settings.js'],
  async show({ ask }) {
    const { values, may: mayChange } = await ask('/settings');
    return {
      change: mayChange.change,
      groups: Object.entries(settingGroups as Record<string, SettingGroup>).map(([id, { title, about, settings }]) => ({
        id, title, about, settings: Object.entries(settings).map(([key, setting]) => ({ ...setting, path: `${id}.${key}`, isTime: typeof setting.otherwise === 'string', value: values[id][key], usual: typeof setting.otherwise === 'number' && values[id][key] !== setting.otherwise ? setting.otherwise : undefined })),
      })),
    };
  },
};
