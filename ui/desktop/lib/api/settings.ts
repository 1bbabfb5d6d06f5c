import { invoke } from '@tauri-apps/api/core';

export const settings = {
  get: (name: string) => invoke<string | null>('settings_get', { name }),
  set: (name: string, value: string) => invoke<void>('settings_set', { name, value }),
};
