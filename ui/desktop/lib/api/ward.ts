import { invoke } from '@tauri-apps/api/core';

import type { OutboxLine } from '../../../shared/types/OutboxLine';
import type { StatusView } from '../../../shared/types/StatusView';
import type { Synced } from '../../../shared/types/Synced';

export const ward = {
  enrol: (server: string, code: string) => invoke<void>('ward_enrol', { server, code }),
  outbox: () => invoke<OutboxLine[]>('ward_outbox'),
  sync: () => invoke<Synced>('ward_sync'),
  status: () => invoke<StatusView>('ward_status'),
};
