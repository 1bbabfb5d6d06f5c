// Templates and insertable items of the canned book.
import type { InsertLine } from '../../../shared/types/InsertLine';
import type { MeetingKind } from '../../../shared/types/MeetingKind';
import type { TemplateLine } from '../../../shared/types/TemplateLine';
import { lines } from './agenda';

const items = lines.map((line) => line.title);

export const starts = (kind: MeetingKind): TemplateLine[] => [
  {
    id: 'thuong_ky_90',
    origin: 'pack',
    kind,
    title: 'Sinh hoạt thường kỳ, 90 phút',
    minutes: 90,
    items,
  },
  {
    id: 'diem_thuong_ky_105',
    origin: 'pack',
    kind,
    title: 'Sinh hoạt điểm, thường kỳ, 105 phút',
    minutes: 105,
    items: [...items, 'Đoàn dự nhận xét, đánh giá nội dung, cách tổ chức; rút kinh nghiệm'],
  },
  {
    id: 'mau-1',
    origin: 'own',
    kind,
    title: 'Mẫu quý IV, có báo cáo của tổ dân phố',
    minutes: 95,
    items,
  },
  {
    id: 'm0',
    origin: 'meeting',
    kind,
    title: 'Sinh hoạt chi bộ thường kỳ tháng 9/2026',
    minutes: 90,
    items,
  },
];

export const insertables: InsertLine[] = [
  {
    id: 'xet_ket_nap',
    title: 'Xét kết nạp đảng viên',
    minutes: 10,
    vote: 'ket_nap',
    prompt: '',
    after: 15,
  },
  {
    id: 'xet_ky_luat_nang',
    title: 'Xét đề nghị kỷ luật (cách chức, khai trừ)',
    minutes: 15,
    vote: 'ky_luat_nang',
    prompt: 'Bỏ phiếu kín.',
    after: 15,
  },
];
