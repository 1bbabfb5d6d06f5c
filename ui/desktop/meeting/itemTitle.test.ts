import { expect, test } from 'vitest';

import { inBrief, namesOf } from './itemTitle';

test('a long title stops at its first semicolon, and nothing of it is lost', () => {
  for (const [title, brief] of [
    ['Thông tin thời sự; phổ biến, quán triệt văn bản; giới thiệu sách', 'Thông tin thời sự'],
    ['Tự phê bình; phê bình', 'Tự phê bình; phê bình'],
    ['Đánh giá kết quả lãnh đạo thực hiện nhiệm vụ tháng trước', null],
    ['', ''],
  ] as const) {
    const [first, rest] = inBrief(title);
    expect(first).toBe(brief ?? title);
    expect(first + rest).toBe(title);
  }
});

test('several items are named in one line, each by the first of what it lists', () => {
  const titles = [
    'Tuyên bố lý do, giới thiệu đại biểu',
    'Cử thư ký ghi biên bản',
    'Phân công nhiệm vụ (có thời hạn)',
    'Thông tin thời sự; phổ biến văn bản',
  ];
  expect(namesOf(titles.map((title) => ({ title })))).toBe(
    'Tuyên bố lý do; Cử thư ký ghi biên bản; Phân công nhiệm vụ; Thông tin thời sự',
  );
});
