export const roll = {
  title: 'Điểm danh',
  help: 'Bấm ↑ ↓ để chuyển người. Phím 1 có mặt, 2 đến muộn, 3 vắng có lý do, 4 vắng không lý do.',
  all: 'Tất cả có mặt',
  list: 'Danh sách đảng viên',
  reason: (name: string) => `Lý do vắng của đ/c ${name}`,
  reasonHint: 'Lý do (chỉ lưu trong chi bộ)',
  notCalled: 'chưa gọi',
  left: (time: string) => `về lúc ${time}`,
  arrived: (time: string) => `đến lúc ${time}`,
  leave: 'Về sớm',
  leaveOf: (name: string) => `Đ/c ${name} về sớm`,
  guestName: 'Họ tên khách mời',
  guestOffice: 'Chức vụ, đơn vị',
  addGuest: 'Thêm khách mời',
  noMembers: 'Sổ chưa có đảng viên nào. Vào “Đảng viên” để thêm.',
};

export const ballot = {
  title: 'Biểu quyết',
  subject: 'Nội dung biểu quyết',
  kind: 'Loại việc',
  form: 'Hình thức',
  tally: 'Số phiếu',
  yes: 'Tán thành',
  no: 'Không tán thành',
  none: 'Không có ý kiến',
  reserved: 'Ý kiến bảo lưu (nếu có)',
  everyone: (n: number) => `Tất cả ${n} đồng chí tán thành`,
  base: (n: number) => `N = ${n}`,
  needs: (need: number, base: number) => `Cần ít nhất ${need}/${base} phiếu tán thành.`,
  passes: (yes: number, base: number) => `${yes}/${base} tán thành: được thông qua.`,
  fails: (yes: number, base: number, need: number) =>
    `${yes}/${base} tán thành, còn thiếu ${need - yes}: không được thông qua.`,
  waiting: 'Ghi số phiếu để biết kết quả.',
  tooMany: (cast: number, voters: number) =>
    `Cộng lại ${cast} phiếu, nhiều hơn ${voters} đảng viên chính thức đang có mặt. Đếm lại, hoặc điểm danh lại (F8).`,
  missing: (n: number) => `Còn ${n} đồng chí có mặt chưa thấy trong số phiếu.`,
  notANumber: 'Ba ô số phiếu chỉ ghi chữ số.',
};

export const assigned = {
  title: 'Phân công nhiệm vụ',
  who: 'Giao cho ai',
  what: 'Việc',
  due: 'Hạn (ngày/tháng/năm)',
  dueHint: 'ví dụ 28/10/2026; để trống nếu chưa định hạn',
  needsWho: 'Chọn đồng chí nhận việc.',
  needsWhat: 'Ghi việc được giao.',
};

export const criticised = {
  title: 'Tự phê bình và phê bình',
  quiet: 'Chỉ số lượng vào báo cáo gửi phường. Nội dung ở lại chi bộ.',
  kind: 'Loại',
  who: 'Về đồng chí',
  by: 'Người nêu',
  byNobody: 'không ghi',
  text: 'Nội dung',
  prompts:
    'Gợi ý: tiến độ nhiệm vụ được giao; thực hiện cam kết hằng năm; nêu gương; ý kiến nhân dân.',
  visibility: 'Ai được đọc',
  answer: 'Trả lời',
  answers: { none: 'Chưa trả lời', yes: 'Tiếp thu', no: 'Bảo lưu' },
  remedy: 'Biện pháp khắc phục',
  due: 'Hạn khắc phục (ngày/tháng/năm)',
  needsWho: 'Chọn đồng chí mà mục này nói về.',
  needsText: 'Ghi nội dung.',
};

export const petitioned = {
  title: 'Kiến nghị',
  who: 'Người nêu (nếu cần ghi)',
  whoNobody: 'không ghi tên',
  text: 'Nội dung kiến nghị',
  reply: 'Cần phường trả lời',
  needsText: 'Ghi nội dung kiến nghị.',
};
