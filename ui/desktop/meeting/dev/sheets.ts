// The score sheet and the preview of the canned meeting.
import type { CheckLine } from '../../../shared/types/CheckLine';
import type { Comparison } from '../../../shared/types/Comparison';
import type { FlawLine } from '../../../shared/types/FlawLine';
import type { Preview } from '../../../shared/types/Preview';
import type { ScoreView } from '../../../shared/types/ScoreView';
import type { VersionLine } from '../../../shared/types/VersionLine';

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

const groupTitles = [
  'Thời gian, thời lượng',
  'Dự sinh hoạt',
  'Chuẩn bị',
  'Tiến hành',
  'Thực hiện nguyên tắc',
  'Kết quả thực hiện nghị quyết',
  'Kết thúc',
];
const sum = (group: string, at: 2 | 3) =>
  rows.filter(([id]) => id[0] === group).reduce((all, row) => all + row[at], 0);

export const score: ScoreView = {
  total: 90.5,
  max: 95,
  band: 'Tốt',
  notes: ['Tháng này không có chuyên đề: mục 4c không tính, phiếu cao nhất 95 điểm.'],
  option: 'none',
  gate: [],
  bands: ['Tốt', 'Khá', 'Trung bình', 'Kém'],
  rating: null,
  groups: groupTitles.map((title, i) => ({
    id: String(i + 1),
    title,
    points: sum(String(i + 1), 2),
    max: sum(String(i + 1), 3),
  })),
  items: rows.map(([id, title, points, max, source]) => ({
    id,
    group: id[0]!,
    title,
    points,
    max,
    source,
    suggested: points,
    figure: source,
    changed: false,
    from_data: source !== 'Chi bộ tự chấm',
  })),
};

const guide = ['luatvietnam.vn, thời lượng sinh hoạt chi bộ tối thiểu 90 phút'];
const question = ['Ngân hàng câu hỏi dẫn 294-QĐ/TW, 06-HD/TW và Điều lệ Đảng'];
const found = (
  rule: string,
  level: string,
  title: string,
  text: string,
  target: CheckLine['target'],
  confidence: CheckLine['confidence'] = 'design',
  sources: string[] = [],
): CheckLine => ({ rule, level, title, text, target, confidence, sources, place: target.at });

export const checks = (block: boolean): CheckLine[] => [
  ...(block
    ? [
        found(
          'R06',
          'block',
          'Số phiếu và số người được tính',
          'Biểu quyết “Chương trình kỳ sinh hoạt”: 20 phiếu, nhiều hơn 19 đảng viên chính thức có mặt lúc đó. Có thể đã đếm cả đảng viên dự bị; đảng viên dự bị không biểu quyết.',
          { at: 'vote', no: 5, vote: 'b-4' },
          'found',
          question,
        ),
      ]
    : []),
  found(
    'R04',
    'warn',
    'Thời lượng tối thiểu',
    'Kỳ sinh hoạt kéo dài 48 phút, dưới mức tối thiểu 90 phút. Ghi lý do; lý do được in trong biên bản.',
    { at: 'time' },
    'found',
    guide,
  ),
  found(
    'R09',
    'warn',
    'Vắng không lý do; vắng có lý do nhiều kỳ liền',
    'Đồng chí Lê Thị Cúc vắng có lý do 03 kỳ liên tiếp trong năm.',
    { at: 'attendance', member: 'p7' },
  ),
  found(
    'R11',
    'warn',
    'Kết quả nhiệm vụ tháng trước',
    'Nhiệm vụ tháng trước “Vận động 3 hộ hiến đất mở hẻm 9”, đồng chí Đặng Quốc Bảo, hạn 30/09/2026: chưa ghi kết quả.',
    { at: 'task', assignment: 't1' },
  ),
  found(
    'R12',
    'warn',
    'Phân công có người, có thời hạn',
    'Phân công “Vận động 5 hộ dời vật dụng lấn chiếm hẻm 12” chưa có thời hạn.',
    { at: 'assignment', assignment: 'v1' },
  ),
  found(
    'R13',
    'warn',
    'Biểu quyết điểm, nêu hạn chế',
    'Điểm tự chấm chưa được chi bộ biểu quyết.',
    { at: 'ballot', no: 16 },
  ),
  found(
    'R21',
    'warn',
    'Chữ Unicode dựng sẵn',
    '01 chỗ có chữ gõ bằng bảng mã cũ TCVN3: ý kiến của Lê Hoàng Ân, mục 11. Xem từng chỗ rồi sửa một lần.',
    { at: 'words' },
  ),
  found(
    'R10',
    'hint',
    'Đảng viên phát biểu',
    '03/21 đảng viên dự họp đã phát biểu (14,2%), dưới 30%. Mời thêm đồng chí chưa phát biểu.',
    { at: 'statements', no: 11 },
  ),
];

export const versions = (n: number): VersionLine[] =>
  [1, 2].slice(0, n).map((version) => ({
    version,
    adopted_at: `2026-10-0${version + 4}T20:45:00+07:00`,
    fingerprint: version === 1 ? '7F3A 91C2 0B5E' : '10AB 44F0 93CD',
    reason: version === 1 ? null : 'ghi thiếu ý đồng chí Ân',
    signed_on: version === 1 ? '2026-10-06' : null,
  }));

export const compared: Comparison = {
  from: 1,
  to: 2,
  reason: 'ghi thiếu ý đồng chí Ân',
  differences: [
    {
      part: 'Mục 11. Thảo luận',
      what: 'Ý kiến của Lê Hoàng Ân',
      how: 'changed',
      before: [{ text: 'Đảng viên trẻ đi làm xa, xin linh hoạt giờ sinh hoạt.', changed: false }],
      after: [
        { text: 'Đảng viên trẻ đi làm xa, xin linh hoạt giờ sinh hoạt', changed: false },
        { text: ' vào tối thứ bảy', changed: true },
        { text: '.', changed: false },
      ],
    },
    {
      part: 'Mục 15. Kết luận',
      what: 'Ý kiến bảo lưu',
      how: 'added',
      before: [],
      after: [{ text: 'Đồng chí Bảo bảo lưu ý kiến về thời hạn.', changed: true }],
    },
  ],
};

export const svgPages = [1, 2].map(
  (page) =>
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 595 842"><rect width="595" height="842" fill="#fff"/><text x="240" y="90" font-size="18">BIÊN BẢN</text><text x="290" y="40" font-size="12">${page}</text></svg>`,
);

export const flaws: FlawLine[] = [
  {
    what: 'ý kiến của Lê Hoàng Ân, mục 11',
    from: 'T«i nhÊt trÝ víi dù th¶o nghÞ quyÕt.',
    to: 'Tôi nhất trí với dự thảo nghị quyết.',
    why: 'gõ bằng bảng mã cũ TCVN3',
  },
];

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
