import type { DocumentLine } from '../../shared/types/DocumentLine';

const one = (id: string, title: string, more: Partial<DocumentLine>): DocumentLine => ({
  id,
  number: '',
  title,
  kind: 'Công văn',
  issued_on: '2026-09-28',
  before: null,
  sender: 'Đảng ủy phường Tân Thới Hòa',
  sent_at: '2026-09-29T08:30:00+07:00',
  length: 900,
  state: 'unread',
  withdrawn_on: null,
  read_on: null,
  meeting: 'k10',
  words: 'Chưa đọc · đã vào chương trình kỳ tháng 10/2026, mục 6',
  ...more,
});

export const documents: DocumentLine[] = [
  one('d1', 'Gửi tài liệu sinh hoạt chi bộ thường kỳ tháng 10 năm 2026 và gợi ý thảo luận', {
    number: '118-CV/ĐU',
  }),
  one('d2', 'Tuyên truyền, hướng dẫn đảng viên sử dụng dịch vụ công trực tuyến tại khu dân cư', {
    kind: 'Hướng dẫn',
    number: '24-HD/ĐU',
    meeting: null,
    before: '2026-11',
    words: 'Chưa đọc · dùng cho kỳ tháng 11/2026',
  }),
  one('d3', 'Thu, nộp và quản lý đảng phí từ quý III năm 2026', {
    number: '97-CV/ĐU',
    sent_at: '2026-08-20T09:00:00+07:00',
    state: 'read',
    read_on: '2026-09-05',
    meeting: 'k9',
    words: 'Đã đọc · phổ biến ở kỳ tháng 9/2026',
  }),
  one('d4', 'Lịch tiếp dân của đồng chí Bí thư Đảng ủy tháng 8 năm 2026', {
    kind: 'Thông báo',
    sent_at: '2026-08-01T09:00:00+07:00',
    state: 'withdrawn',
    withdrawn_on: '2026-08-03',
    meeting: null,
    words: 'Phường đã thu hồi · ngày 03/8/2026',
  }),
];

export const text = `Kính gửi: Các chi bộ trực thuộc.

Để việc sinh hoạt chi bộ thường kỳ tháng 10 năm 2026 đúng hướng dẫn, Ban Thường vụ Đảng ủy phường gửi các chi bộ tài liệu sinh hoạt và đề nghị:

1. Bí thư chi bộ phổ biến tài liệu đến từng đảng viên ít nhất ba ngày trước kỳ sinh hoạt.

2. Dành ít nhất mười lăm phút để thảo luận hai câu hỏi gợi ý: đảng viên trong chi bộ đã hướng dẫn bao nhiêu hộ dùng dịch vụ công trực tuyến; việc gì còn khó và cần phường giúp.

3. Ghi ý kiến của đảng viên vào biên bản và gửi về Văn phòng Đảng ủy trong hai ngày sau khi sinh hoạt.

Đề nghị các chi bộ quan tâm thực hiện.`;
