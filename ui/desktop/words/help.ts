import { secretNotice } from './shared';

export const helpWords = {
  help: {
    title: 'Trợ giúp',
    back: 'Quay lại',
    keysTitle: 'Phím tắt',
    keysElsewhere: 'Phím ở các màn hình khác',
    /** Each group with the place where its keys work. */
    keys: {
      everywhere: {
        title: 'Mọi nơi',
        keys: [
          ['Ctrl+K', 'Tìm người, kỳ sinh hoạt, ý kiến; mở bất cứ mục nào'],
          ['Ctrl + dấu cộng', 'Chữ to hơn'],
          ['Ctrl + dấu trừ', 'Chữ nhỏ hơn'],
          ['Ctrl+0', 'Cỡ chữ ban đầu'],
          ['F1', 'Trang này'],
          ['Esc', 'Đóng khung đang mở'],
        ],
      },
      prepare: {
        title: 'Chuẩn bị',
        keys: [['Alt+↑, Alt+↓', 'Đổi chỗ mục của chương trình']],
      },
      record: {
        title: 'Ghi biên bản',
        keys: [
          ['F2', 'Ý kiến'],
          ['F3', 'Mục tiếp theo'],
          ['F4', 'Biểu quyết'],
          ['F5', 'Cụm từ'],
          ['F6', 'Phân công nhiệm vụ'],
          ['F7', 'Tự phê bình và phê bình'],
          ['F8', 'Điểm danh'],
          ['F9', 'Kiến nghị'],
          ['Ctrl+Enter', 'Xong ý kiến này, sang người tiếp theo'],
          ['Shift+Enter', 'Ghi người đang gõ tên là xin phát biểu'],
          ['Alt+↑, Alt+↓', 'Đổi chỗ ý kiến hoặc người xin phát biểu'],
          ['Ctrl+Z', 'Hoàn tác việc vừa làm'],
          ['Ctrl+Y', 'Làm lại việc vừa hoàn tác'],
        ],
      },
      closing: {
        title: 'Đọc biên bản trước chi bộ',
        keys: [
          ['→, ←', 'Lật từng mục'],
          ['Home, End', 'Về đầu, đến cuối'],
          ['Esc', 'Về sổ'],
        ],
      },
      calendar: {
        title: 'Lịch',
        keys: [
          ['Mũi tên', 'Chuyển ngày'],
          ['Page Up, Page Down', 'Đổi tháng'],
        ],
      },
    } satisfies Record<string, { title: string; keys: [string, string][] }>,
    topics: [
      {
        title: 'Sổ lưu khi nào?',
        text: [
          'Khi ghi biên bản, chữ đang gõ được lưu ngay; dòng “Đã lưu” hiện đúng giờ đã ghi xuống đĩa. Mất điện, mở lại vẫn còn.',
          'Ở các khung thông tin (đảng viên, nhiệm vụ…), bấm nút Lưu là xong. Không cần lưu cả sổ.',
        ],
      },
      {
        title: 'Phường đọc được gì?',
        text: [
          'Biên bản đã thông qua, kết quả biểu quyết, nhiệm vụ, kiến nghị cần trả lời, điểm tự chấm.',
          'Không đọc được: nội dung tự phê bình và phê bình (chỉ có số lượng), lý do vắng, hồ sơ đảng viên, bản nháp.',
          'Trước khi gửi, mục Đồng bộ cho xem từng mục một.',
        ],
      },
      {
        title: 'Quên mật khẩu thì sao?',
        text: [
          'Mã khôi phục trao lúc lập sổ là cách duy nhất mở lại sổ. Cất bản in nơi an toàn, tách khỏi máy.',
          'Không ai khác, kể cả phường, mở được sổ thay đồng chí.',
        ],
      },
      {
        title: 'Sửa biên bản đã thông qua?',
        text: [
          'Biên bản đã thông qua không đổi được. Có sai sót thì sửa thành bản mới, ghi lý do; bản cũ vẫn giữ.',
        ],
      },
      {
        title: 'Gặp lỗi?',
        text: [
          'Đọc mã lỗi (ví dụ SO-05) qua điện thoại cho người hỗ trợ. Những gì đã lưu vẫn còn.',
        ],
      },
      { title: 'Bí mật nhà nước', text: [secretNotice] },
    ],
    doctor: 'Kiểm tra sổ',
    doctorRun: 'Kiểm tra sổ bây giờ',
    doctorOk: 'Sổ lành lặn.',
    doctorBad: 'Có chỗ cần xem.',
  },
};
