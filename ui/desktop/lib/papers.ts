// Which papers a meeting has, by where it stands.
import type { MeetingLine } from '../../shared/types/MeetingLine';
import type { meetings } from './api';

export type Paper = Parameters<typeof meetings.exportPaper>[1];
export type Format = Parameters<typeof meetings.exportPaper>[2];

export function papersOf(line: Pick<MeetingLine, 'state' | 'kind'>): Paper[] {
  if (line.state !== 'da_thong_qua') return ['giay_moi', 'chuong_trinh'];
  if (line.kind === 'chi_uy') return ['bien_ban', 'ket_luan', 'chuong_trinh'];
  return ['bien_ban', 'nghi_quyet', 'phieu_cham_diem', 'chuong_trinh'];
}
