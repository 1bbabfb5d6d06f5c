import { expect, test } from 'vitest';

import { inBrief } from './itemTitle';

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
