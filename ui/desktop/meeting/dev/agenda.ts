// The agenda of the canned meeting: the template of a regular one.
import type { AgendaLine } from '../../../shared/types/AgendaLine';

const A = 'A. Mở đầu';
const B = 'B. Tiến hành';
const C = 'C. Kết thúc';
const rows: [string, string, string, number, string][] = [
  ['ly_do', A, 'Tuyên bố lý do, giới thiệu đại biểu', 2, 'Phó Bí thư'],
  ['thu_ky', A, 'Cử thư ký ghi biên bản', 1, 'Chủ trì'],
  ['diem_danh', A, 'Điểm danh, thông báo tình hình đảng viên', 2, 'Thư ký'],
  ['dang_phi', A, 'Thông báo tình hình nộp đảng phí', 1, ''],
  ['chuong_trinh', A, 'Thông qua nội dung, chương trình', 1, 'Chủ trì'],
  ['thoi_su', B, 'Thông tin thời sự; phổ biến, quán triệt văn bản mới', 10, 'đ/c Lê Hoàng Ân'],
  ['hoc_bac', B, 'Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh', 5, ''],
  [
    'danh_gia',
    B,
    'Đánh giá kết quả lãnh đạo tháng trước; kết quả thực hiện nghị quyết; kết quả nhiệm vụ đảng viên',
    10,
    'Bí thư',
  ],
  [
    'tu_tuong',
    B,
    'Tình hình tư tưởng đảng viên, dư luận nhân dân; tự phê bình và phê bình',
    15,
    '',
  ],
  ['nhiem_vu', B, 'Nhiệm vụ tháng tới; định hướng vấn đề mới, phức tạp', 5, ''],
  ['thao_luan', B, 'Thảo luận', 20, ''],
  ['cap_tren', B, 'Ý kiến cấp ủy cấp trên/đại biểu (nếu có)', 3, ''],
  ['tiep_thu', C, 'Tổng hợp, tiếp thu; giải quyết kiến nghị', 3, ''],
  ['phan_cong', C, 'Phân công nhiệm vụ (có thời hạn)', 4, ''],
  ['ket_luan', C, 'Kết luận; biểu quyết thông qua nghị quyết (nếu có)', 3, ''],
  ['cham_diem', C, 'Tự đánh giá, chấm điểm buổi sinh hoạt', 3, ''],
  ['bien_ban', C, 'Thư ký thông qua biên bản; bế mạc', 2, ''],
];

export const lines: AgendaLine[] = rows.map(([item, section, title, minutes, presenter], i) => ({
  id: `a${i + 1}`,
  no: i + 1,
  item,
  section,
  title,
  minutes,
  presenter,
  prompt: item === 'thao_luan' ? 'điểm rác đầu hẻm 12; giờ sinh hoạt cho đảng viên trẻ' : '',
  vote: ['thu_ky', 'chuong_trinh', 'ket_luan', 'cham_diem'].includes(item) ? 'thuong' : null,
  opened_at: null,
  closed_at: null,
  seconds: null,
  clock: null,
}));
