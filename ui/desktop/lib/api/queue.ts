import { invoke } from '@tauri-apps/api/core';

export const queue = {
  /** Somebody asks to speak; asking twice keeps the first place. */
  raise: (meeting: string, member: string | null, guest: string | null) =>
    invoke<string>('queue_raise', { meeting, member, guest }),
  lower: (id: string) => invoke<void>('queue_lower', { id }),
  /** Puts somebody at this place (1, 2, 3, …). */
  move: (id: string, to: number) => invoke<void>('queue_move', { id, to }),
};
