import { invoke } from '@tauri-apps/api/core';

import type { DeviceRole } from '../../../shared/types/DeviceRole';
import type { DevicesView } from '../../../shared/types/DevicesView';
import type { JoiningView } from '../../../shared/types/JoiningView';

export const devices = {
  /** The devices of the cell, and those that ask to come in: the ward is asked. */
  list: () => invoke<DevicesView>('devices_list'),
  approve: (id: string, name: string, role: DeviceRole, number: string | null) =>
    invoke<void>('devices_approve', { id, name, role, holder: null, number }),
  refuse: (id: string) => invoke<void>('devices_refuse', { id }),
  revoke: (id: string) => invoke<void>('devices_revoke', { id }),
  name: (id: string, name: string) => invoke<void>('devices_name', { id, name, holder: null }),
  /** Asks to come in as a second device. */
  join: (passphrase: string, server: string, code: string) =>
    invoke<void>('devices_join', { passphrase, server, code }),
  /** Takes the place of a lost device. */
  recover: (passphrase: string, server: string, code: string, recovery: string) =>
    invoke<void>('devices_recover', { passphrase, server, code, recovery }),
  /** How this device stands that joins; asks nobody. */
  joining: () => invoke<JoiningView>('devices_joining'),
  /** Takes the next step of joining. */
  advance: () => invoke<JoiningView>('devices_advance'),
  matches: () => invoke<void>('devices_matches'),
  stop: () => invoke<void>('devices_stop'),
};
