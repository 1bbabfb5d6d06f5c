// What the codes of Rust's lists are called.
import type { AssignmentState } from '../../shared/types/AssignmentState';
import type { CellType } from '../../shared/types/CellType';
import type { MeetingKind } from '../../shared/types/MeetingKind';
import type { MeetingState } from '../../shared/types/MeetingState';
import type { MemberKind } from '../../shared/types/MemberKind';
import type { MemberStatus } from '../../shared/types/MemberStatus';
import type { PetitionState } from '../../shared/types/PetitionState';
import type { Screen } from '../lib/route.svelte';

export const cellTypes: Record<CellType, string> = {
  khu_pho: 'Khu phố, thôn, tổ dân phố',
  co_quan_su_nghiep: 'Cơ quan, đơn vị sự nghiệp',
  truong_hoc: 'Trường học',
  dn_nha_nuoc: 'Doanh nghiệp nhà nước',
  dn_tu_nhan_fdi: 'Doanh nghiệp tư nhân, vốn nước ngoài',
  sinh_vien: 'Học sinh, sinh viên',
  luc_luong_vu_trang: 'Lực lượng vũ trang',
};

export const memberStatuses: Record<MemberStatus, string> = {
  chinh_thuc: 'Chính thức',
  du_bi: 'Dự bị',
  mien_sinh_hoat: 'Miễn sinh hoạt',
  tam_den: 'Sinh hoạt tạm thời (đến)',
  tam_di: 'Sinh hoạt tạm thời (đi)',
  chuyen_di: 'Đã chuyển đi',
  dinh_chi: 'Đình chỉ sinh hoạt',
  xoa_ten: 'Đã xóa tên',
  khai_tru: 'Đã khai trừ',
  tu_tran: 'Đã từ trần',
};

export const memberKinds: Record<MemberKind, string> = {
  sinh_hoat: 'Sinh hoạt tại chi bộ',
  gioi_thieu_213: 'Giới thiệu về nơi cư trú (213)',
};

export const meetingKinds: Record<MeetingKind, string> = {
  thuong_ky: 'Thường kỳ',
  chuyen_de: 'Chuyên đề',
  ket_hop: 'Kết hợp chuyên đề',
  chi_uy: 'Họp chi ủy',
  bat_thuong: 'Bất thường',
  kiem_diem: 'Kiểm điểm cuối năm',
};

export const meetingStates: Record<MeetingState, string> = {
  chuan_bi: 'đang chuẩn bị',
  dang_hop: 'đang họp',
  da_ket_thuc: 'chờ thông qua biên bản',
  da_thong_qua: 'đã thông qua',
};

export const assignmentStates: Record<AssignmentState, string> = {
  moi: 'Mới giao',
  dang_lam: 'Đang làm',
  xong: 'Xong',
  tre: 'Trễ hạn',
  huy: 'Đã hủy',
};

export const petitionStates: Record<PetitionState, string> = {
  moi: 'Mới nêu',
  da_tra_loi: 'Đã trả lời',
  da_chuyen: 'Đã chuyển cấp trên',
  da_giai_quyet: 'Đã giải quyết',
};

export const screenNames: Record<Screen, string> = {
  'hom-nay': 'Hôm nay',
  'sinh-hoat': 'Sinh hoạt',
  'dang-vien': 'Đảng viên',
  'nhiem-vu': 'Nhiệm vụ',
  'kien-nghi': 'Kiến nghị',
  'van-ban': 'Văn bản',
  'bao-cao': 'Báo cáo',
  'dong-bo': 'Đồng bộ',
  'tro-giup': 'Trợ giúp',
  'cai-dat': 'Cài đặt',
};
