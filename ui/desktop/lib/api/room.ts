import { invoke } from '@tauri-apps/api/core';

import type { AttendanceStatus } from '../../../shared/types/AttendanceStatus';
import type { GuestKind } from '../../../shared/types/GuestKind';
import type { Speaker } from '../../../shared/types/Speaker';

export const room = {
  attend: (meeting: string, member: string, status: AttendanceStatus, reason: string | null) =>
    invoke<void>('room_attend', { meeting, member, status, reason }),
  /** Everyone summoned who is not called yet becomes present. */
  attendAll: (meeting: string) => invoke<void>('room_attend_all', { meeting }),
  leave: (meeting: string, member: string) => invoke<void>('room_leave', { meeting, member }),
  comeBack: (meeting: string, member: string) =>
    invoke<void>('room_come_back', { meeting, member }),
  /** As if never called. */
  uncall: (meeting: string, member: string) => invoke<void>('room_uncall', { meeting, member }),
  /** When a late member came and an early leaver went: `19:20`, or null for no such time. */
  times: (meeting: string, member: string, arrived: string | null, left: string | null) =>
    invoke<void>('room_times', { meeting, member, arrived, left }),
  addGuest: (meeting: string, name: string, office: string, kind: GuestKind) =>
    invoke<void>('room_add_guest', { meeting, name, office, kind }),
  removeGuest: (id: string) => invoke<void>('room_remove_guest', { id }),
  /** People whose name fits what was typed ("bao", "dqb"), most likely first. */
  speakers: (meeting: string, typed: string) =>
    invoke<Speaker[]>('room_speakers', { meeting, typed }),
};
