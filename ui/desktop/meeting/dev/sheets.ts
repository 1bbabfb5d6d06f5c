// The score sheet and the preview of the canned meeting.
import type { Preview } from '../../../shared/types/Preview';
import type { ScoreView } from '../../../shared/types/ScoreView';

const rows: [string, string, number, number, string][] = [
  ['1', 'Thời gian, thời lượng', 4, 5, '84 phút, ngắn hơn mức tối thiểu 90 phút dưới 15 phút'],
  ['2a', 'Tỉ lệ dự họp', 4, 4, '21/22 đảng viên, 95%'],
  ['2b', 'Không có đảng viên vắng có lý do quá 3 lần liên tiếp trong năm', 1, 1, 'Không có ai'],
  ['3a', 'Nội dung đúng, đủ, trọng tâm', 3, 3, 'Chi bộ tự chấm'],
  ['3b', 'Định hướng thảo luận; dự thảo kết luận, nghị quyết', 2, 2, 'Chi bộ tự chấm'],
  ['3c', 'Họp chi ủy trước, có biên bản', 2, 2, 'Họp chi ủy 30/9/2026'],
  ['3d', 'Thông báo đảng viên và cấp ủy viên theo dõi', 1, 1, 'Đã đánh dấu bước P3'],
  [
    '3e',
    'Tài liệu trên Sổ tay đảng viên điện tử trước ít nhất 01 ngày',
    2,
    2,
    'Đã đánh dấu bước P4',
  ],
  ['4a', 'Đủ các bước quy trình', 5, 5, '17/17 mục'],
  ['4b', 'Nội dung thường kỳ (tư tưởng, nhiệm vụ, giải pháp khả thi)', 10, 10, 'Chi bộ tự chấm'],
  ['4d', 'Biểu dương; nhắc nhở, phê bình', 2, 2, '03 mục'],
  ['4đ', 'Đảng viên phát biểu', 2, 5, '7/21 đồng chí, 33%'],
  ['4e', 'Sổ biên bản đầy đủ', 1, 1, 'Có biên bản'],
  ['4.2', 'Điều hành của bí thư', 9.5, 10, 'Chi bộ tự chấm'],
  ['5', 'Thực hiện nguyên tắc', 5, 5, 'Chi bộ tự chấm'],
  ['6', 'Kết quả thực hiện nghị quyết tháng trước', 27, 30, '4/5 nhiệm vụ xong, 80%'],
  ['7', 'Kết thúc', 5, 5, 'Có kết luận, phân công, đăng tải'],
];

export const score: ScoreView = {
  total: 92,
  band: 'Tốt',
  items: rows.map(([id, title, points, max, source]) => ({
    id,
    title,
    points,
    max,
    source,
    suggested: points,
    changed: false,
  })),
};

export const preview = (): Preview => ({
  sent: [
    ['Thời gian, địa điểm', '19:02–20:38, 05/10/2026 · 96 phút · Văn phòng khu phố 12'],
    ['Có mặt', '21/22 (chính thức 19/20, dự bị 2/2)'],
    ['Vắng', '1 có lý do · 0 không lý do · 2 miễn'],
    ['Ý kiến', '11 ý kiến của 11 đồng chí, toàn văn'],
    ['Biểu quyết', 'Nghị quyết tháng 10: 19/20 tán thành (95%)'],
    ['Phân công', '6 việc, có người và thời hạn'],
    ['Tự phê bình, phê bình', 'chỉ số lượng: 2 tự phê bình, 1 góp ý, 1 biểu dương'],
    ['Chấm điểm', '92/100 – Tốt, kèm thuyết minh 4 điểm trừ'],
    ['Kiến nghị', '1: camera đầu hẻm 12 (cần trả lời)'],
  ].map(([label, value]) => ({ label: label!, value: value! })),
  kept: [
    [
      'Nội dung phê bình',
      '4 mục – trong chi ủy. Sao lưu dạng niêm phong, chỉ máy của chi bộ mở được.',
    ],
    ['Bản nháp', 'Các lần sửa trước khi thông qua'],
    ['Hồ sơ đảng viên', 'Ngày sinh, số thẻ, điện thoại, địa chỉ'],
    ['Lý do vắng', '1 lý do sức khỏe – chỉ gửi “có lý do”'],
  ].map(([label, value]) => ({ label: label!, value: value! })),
  ward: 'Đảng ủy phường Tân Thới Hòa',
  received_at: new URLSearchParams(location.search).has('received')
    ? new Date().toISOString()
    : null,
});
