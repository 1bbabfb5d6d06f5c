import { invoke } from '@tauri-apps/api/core';

import type { AttendanceStatus } from '../../../shared/types/AttendanceStatus';

export const room = {
  attend: (meeting: string, member: string, status: AttendanceStatus, reason: string | null) =>
    invoke<void>('room_attend', { meeting, member, status, reason }),
  /** Everyone summoned who is not called yet becomes present. */
  attendAll: (meeting: string) => invoke<void>('room_attend_all', { meeting }),
  leave: (meeting: string, member: string) => invoke<void>('room_leave', { meeting, member }),
  addGuest: (meeting: string, name: string, office: string) =>
    invoke<void>('room_add_guest', { meeting, name, office }),
  /** Members whose name fits what was typed ("bao", "dqb"), most likely first. */
  speakers: (meeting: string, typed: string) =>
    invoke<{ member: string; name: string; present: boolean; spoken: number }[]>('room_speakers', {
      meeting,
      typed,
    }),
};
