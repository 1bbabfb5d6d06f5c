// Every call that the window makes. One function for each command of `src-tauri/commands`.
import { invoke } from '@tauri-apps/api/core';

import type { Adopted } from '../../shared/types/Adopted';
import type { AssignmentLine } from '../../shared/types/AssignmentLine';
import type { AssignmentState } from '../../shared/types/AssignmentState';
import type { AttendanceStatus } from '../../shared/types/AttendanceStatus';
import type { BookState } from '../../shared/types/BookState';
import type { Cell } from '../../shared/types/Cell';
import type { CellType } from '../../shared/types/CellType';
import type { CriticismKind } from '../../shared/types/CriticismKind';
import type { CriticismLine } from '../../shared/types/CriticismLine';
import type { DoctorView } from '../../shared/types/DoctorView';
import type { DraftView } from '../../shared/types/DraftView';
import type { FrameView } from '../../shared/types/FrameView';
import type { HitLine } from '../../shared/types/HitLine';
import type { Import } from '../../shared/types/Import';
import type { MeetingKind } from '../../shared/types/MeetingKind';
import type { MeetingLine } from '../../shared/types/MeetingLine';
import type { MeetingMade } from '../../shared/types/MeetingMade';
import type { MeetingView } from '../../shared/types/MeetingView';
import type { Member } from '../../shared/types/Member';
import type { MemberLine } from '../../shared/types/MemberLine';
import type { OutboxLine } from '../../shared/types/OutboxLine';
import type { PetitionLine } from '../../shared/types/PetitionLine';
import type { PetitionState } from '../../shared/types/PetitionState';
import type { Preview } from '../../shared/types/Preview';
import type { SavedPaper } from '../../shared/types/SavedPaper';
import type { StatusView } from '../../shared/types/StatusView';
import type { Synced } from '../../shared/types/Synced';
import type { TodayView } from '../../shared/types/TodayView';
import type { Visibility } from '../../shared/types/Visibility';
import type { VoteForm } from '../../shared/types/VoteForm';
import type { VoteKind } from '../../shared/types/VoteKind';
import type { VoteLine } from '../../shared/types/VoteLine';

/** What every failed call throws: a sentence for a person, and a code to read out on the phone. */
export interface Fault {
  code: string;
  message: string;
  hint: string;
}

export const book = {
  state: () => invoke<BookState>('book_state'),
  /** Makes the book; answers the recovery code, which is shown once. */
  create: (
    name: string,
    cellType: CellType,
    ward: string,
    place: string,
    hasCommittee: boolean,
    passphrase: string,
  ) => invoke<string>('book_create', { name, cellType, ward, place, hasCommittee, passphrase }),
  unlock: (passphrase: string) => invoke<void>('book_unlock', { passphrase }),
  /** Opens the book by the recovery code on paper and gives it a new passphrase. */
  recover: (code: string, passphrase: string) => invoke<void>('book_recover', { code, passphrase }),
  lock: () => invoke<void>('book_lock'),
  /** Writes the recovery sheet where the person says; null when cancelled. */
  saveRecovery: (code: string) => invoke<string | null>('book_save_recovery', { code }),
  frame: () => invoke<FrameView>('book_frame'),
  today: () => invoke<TodayView>('book_today'),
  cell: () => invoke<Cell>('book_cell'),
  setCell: (cell: Cell) => invoke<void>('book_set_cell', { cell }),
  search: (words: string) => invoke<HitLine[]>('book_search', { words }),
  doctor: () => invoke<DoctorView>('book_doctor'),
};

export const members = {
  list: () => invoke<MemberLine[]>('members_list'),
  add: (member: Member) => invoke<string>('members_add', { member }),
  set: (id: string, member: Member) => invoke<void>('members_set', { id, member }),
  remove: (id: string) => invoke<void>('members_remove', { id }),
  /** Opens the file dialog and reads a CSV without keeping it; null when cancelled. */
  readCsv: () => invoke<Import | null>('members_read_csv'),
  /** Keeps the rows that were read. */
  keep: (taken: Member[]) => invoke<number>('members_keep', { taken }),
};

export const meetings = {
  list: () => invoke<MeetingLine[]>('meetings_list'),
  /** `plannedAt`: `2026-10-05T19:00` local, or null. */
  create: (
    kind: MeetingKind,
    month: string,
    plannedAt: string | null,
    place: string | null,
    topic: string | null,
  ) => invoke<MeetingMade>('meetings_create', { kind, month, plannedAt, place, topic }),
  show: (id: string) => invoke<MeetingView>('meetings_show', { id }),
  set: (
    id: string,
    change: {
      planned_at?: string | null;
      place?: string;
      topic?: string | null;
      chair?: string | null;
      scribe?: string | null;
    },
  ) => invoke<void>('meetings_set', { id, change }),
  remove: (id: string) => invoke<void>('meetings_remove', { id }),
  start: (id: string) => invoke<void>('meetings_start', { id }),
  end: (id: string) => invoke<void>('meetings_end', { id }),
  /** Marks a step of the preparation (`p1` … `p5`) done or not. */
  prepare: (id: string, step: string, done: boolean) =>
    invoke<void>('meetings_prepare', { id, step, done }),
  /** The invitation as plain text, to copy. */
  invitation: (id: string) => invoke<string>('meetings_invitation', { id }),
  adopt: (id: string) => invoke<Adopted>('meetings_adopt', { id }),
  amend: (id: string, reason: string) => invoke<Adopted>('meetings_amend', { id, reason }),
  preview: (id: string) => invoke<Preview>('meetings_preview', { id }),
  score: (id: string, line: string, points: number, reason: string) =>
    invoke<void>('meetings_score', { id, line, points, reason }),
  /** Asks where, and writes the paper; null when cancelled. */
  exportPaper: (
    id: string,
    paper: 'bien_ban' | 'chuong_trinh' | 'giay_moi' | 'phieu_cham_diem' | 'nghi_quyet' | 'ket_luan',
    format: 'docx' | 'pdf',
  ) => invoke<SavedPaper | null>('meetings_export', { id, paper, format }),
};

export const agenda = {
  add: (
    meeting: string,
    item: { title: string; minutes: number; presenter: string; vote: VoteKind | null },
    /** Put after this number; 0 puts it first. */
    after: number,
  ) => invoke<string>('agenda_add', { meeting, item, after }),
  set: (
    id: string,
    change: { title?: string; minutes?: number; presenter?: string; vote?: VoteKind | null },
  ) => invoke<void>('agenda_set', { id, change }),
  /** Puts the item at this number (1, 2, 3, …). */
  move: (id: string, to: number) => invoke<void>('agenda_move', { id, to }),
  remove: (id: string) => invoke<void>('agenda_remove', { id }),
  /** The meeting comes to this item; the one before is closed. */
  open: (id: string) => invoke<void>('agenda_open', { id }),
  conclude: (id: string, text: string) => invoke<void>('agenda_conclude', { id, text }),
};

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

export const statements = {
  /** Keeps a statement and drops the draft it came from, in one transaction. */
  add: (
    meeting: string,
    item: string,
    member: string | null,
    guest: string | null,
    text: string,
    draftSlot: string | null,
  ) => invoke<string>('statements_add', { meeting, item, member, guest, text, draftSlot }),
  set: (id: string, text: string) => invoke<void>('statements_set', { id, text }),
  remove: (id: string) => invoke<void>('statements_remove', { id }),
};

export const votes = {
  add: (
    item: string,
    kind: VoteKind,
    subject: string | null,
    form: VoteForm,
    tally: { for: number; against: number; abstain: number },
    reserved: string | null,
  ) => invoke<VoteLine>('votes_add', { item, kind, subject, form, tally, reserved }),
  remove: (id: string) => invoke<void>('votes_remove', { id }),
};

export const criticism = {
  list: (meeting: string) => invoke<CriticismLine[]>('criticism_list', { meeting }),
  add: (
    meeting: string,
    entry: {
      member: string;
      kind: CriticismKind;
      text: string;
      by: string | null;
      visibility: Visibility;
      accepted: boolean | null;
      remedy: string | null;
      due: string | null;
    },
  ) => invoke<string>('criticism_add', { meeting, entry }),
  remove: (id: string) => invoke<void>('criticism_remove', { id }),
};

export const assignments = {
  list: () => invoke<AssignmentLine[]>('assignments_list'),
  /** `due`: as typed, `28/10/2026` or `2026-10-28`. */
  add: (
    member: string,
    title: string,
    due: string | null,
    meeting: string | null,
    item: string | null,
  ) => invoke<string>('assignments_add', { member, title, due, meeting, item }),
  set: (id: string, state: AssignmentState, result: string | null) =>
    invoke<void>('assignments_set', { id, state, result }),
};

export const petitions = {
  list: () => invoke<PetitionLine[]>('petitions_list'),
  add: (
    text: string,
    member: string | null,
    meeting: string | null,
    item: string | null,
    wantsReply: boolean,
  ) => invoke<string>('petitions_add', { text, member, meeting, item, wantsReply }),
  set: (id: string, state: PetitionState, answer: string | null) =>
    invoke<void>('petitions_set', { id, state, answer }),
};

export const ward = {
  enrol: (server: string, code: string) => invoke<void>('ward_enrol', { server, code }),
  outbox: () => invoke<OutboxLine[]>('ward_outbox'),
  sync: () => invoke<Synced>('ward_sync'),
  status: () => invoke<StatusView>('ward_status'),
};

export const drafts = {
  /** Resolves once the text is on the disk, with the time at which it was. */
  save: (slot: string, value: string) => invoke<DraftView>('drafts_save', { slot, value }),
  list: (prefix: string) => invoke<DraftView[]>('drafts_list', { prefix }),
  drop: (slot: string) => invoke<void>('drafts_drop', { slot }),
};

export const settings = {
  get: (name: string) => invoke<string | null>('settings_get', { name }),
  set: (name: string, value: string) => invoke<void>('settings_set', { name, value }),
};
