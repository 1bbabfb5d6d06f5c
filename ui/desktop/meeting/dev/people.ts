// The cell of the canned meeting. Every name is invented.
import type { AttendanceLine } from '../../../shared/types/AttendanceLine';

const NAMES = [
  'Bùi Văn Ân',
  'Cao Xuân Uy',
  'Đặng Quốc Bảo',
  'Dương Văn Ưng',
  'Đinh Thị Đào',
  'Hồ Minh Đức',
  'Hoàng Thị Yến',
  'Huỳnh Ngọc Ẩn',
  'Lê Hoàng Ân',
  'Lương Thị Nguyệt',
  'Mai Văn Oanh',
  'Ngô Thị Ỷ Lan',
  'Nguyễn Đức Dũng',
  'Nguyễn Thị Hồng Phượng Vỹ',
  'Nguyễn Văn Đức',
  'Phạm Thị Ánh',
  'Phan Thị Quỳnh Như',
  'Tạ Đình Khôi',
  'Trần Thị Bích Ngọc',
  'Trịnh Công Thành',
  'Võ Thị Út',
  'Vũ Đăng Quang',
  'Công Tằng Tôn Nữ Hoàng Quỳnh Trang',
  'Y Bliă Niê Kdăm',
];

export const people: AttendanceLine[] = NAMES.map((name, i) => ({
  member: `p${i}`,
  name,
  status: null,
  reason: null,
  arrived_at: null,
  left_at: null,
  here: false,
  standing: i === 4 || i === 15 ? 'du_bi' : 'chinh_thuc',
  member_status:
    i === 4 || i === 15 ? 'du_bi' : i === 10 || i === 21 ? 'mien_sinh_hoat' : 'chinh_thuc',
  summoned: i !== 10 && i !== 21,
  spoken: 0,
}));
