import type { AssignmentState } from '../../../shared/types/AssignmentState';
import type { AttendanceStatus } from '../../../shared/types/AttendanceStatus';
import type { CriticismKind } from '../../../shared/types/CriticismKind';
import type { MeetingKind } from '../../../shared/types/MeetingKind';
import type { MemberStatus } from '../../../shared/types/MemberStatus';
import type { Visibility } from '../../../shared/types/Visibility';
import type { VoteForm } from '../../../shared/types/VoteForm';
import type { VoteKind } from '../../../shared/types/VoteKind';

export const kinds: Record<MeetingKind, string> = {
  thuong_ky: 'Thường kỳ',
  chuyen_de: 'Chuyên đề',
  ket_hop: 'Thường kỳ kết hợp chuyên đề',
  chi_uy: 'Họp chi ủy',
  bat_thuong: 'Bất thường',
  kiem_diem: 'Kiểm điểm, xếp loại cuối năm',
};

export const voteKinds: Record<VoteKind, string> = {
  thuong: 'Việc thường (hơn một nửa)',
  ket_nap: 'Kết nạp đảng viên (ít nhất hai phần ba)',
  cong_nhan: 'Công nhận đảng viên chính thức (ít nhất hai phần ba)',
  ky_luat_nhe: 'Kỷ luật khiển trách, cảnh cáo (hơn một nửa)',
  ky_luat_nang: 'Kỷ luật cách chức, khai trừ (ít nhất hai phần ba)',
};

export const voteForms: Record<VoteForm, string> = { gio_tay: 'Giơ tay', phieu_kin: 'Phiếu kín' };

export const attendance: Record<AttendanceStatus, string> = {
  present: 'Có mặt',
  late: 'Đến muộn',
  excused: 'Vắng có lý do',
  unexcused: 'Vắng không lý do',
};

export const memberStatus: Record<MemberStatus, string> = {
  chinh_thuc: '',
  du_bi: 'dự bị',
  mien_sinh_hoat: 'miễn sinh hoạt',
  tam_den: 'sinh hoạt tạm đến',
  tam_di: 'sinh hoạt tạm nơi khác',
  chuyen_di: 'đã chuyển đi',
  dinh_chi: 'bị đình chỉ',
  xoa_ten: 'đã xóa tên',
  khai_tru: 'đã khai trừ',
  tu_tran: 'từ trần',
};

export const criticismKinds: Record<CriticismKind, string> = {
  tu_phe_binh: 'Tự phê bình',
  phe_binh: 'Phê bình',
  gop_y: 'Góp ý',
  bieu_duong: 'Biểu dương',
  nhac_nho: 'Nhắc nhở',
};

export const visibilities: Record<Visibility, string> = {
  noi_bo: 'Nội bộ chi bộ',
  chi_uy: 'Trong chi ủy',
  bi_thu: 'Chỉ bí thư',
};

export const assignmentStates: Record<AssignmentState, string> = {
  moi: 'mới giao',
  dang_lam: 'đang làm',
  xong: 'xong',
  tre: 'trễ',
  huy: 'đã hủy',
};
