import type { DocumentState } from '../../shared/types/DocumentState';

export const documentsWords = {
  documents: {
    which: 'Xem văn bản',
    ofWard: 'Phường gửi',
    ofWardUnread: (n: number) => `Phường gửi (${n} chưa đọc)`,
    own: 'Chi bộ in',
    list: 'Văn bản phường gửi',
    empty:
      'Phường chưa gửi văn bản nào. Văn bản về cùng lần trao đổi với phường, qua mạng hoặc USB, rồi tự vào chương trình kỳ sinh hoạt tới.',
    state: {
      unread: 'chưa đọc',
      read: 'đã đọc',
      withdrawn: 'đã thu hồi',
    } satisfies Record<DocumentState, string>,
    sent: (sender: string, day: string) => `${sender || 'Phường'} gửi ngày ${day}`,
    issued: (day: string) => `ban hành ngày ${day}`,
    before: (month: string) => `dùng cho kỳ sinh hoạt tháng ${month}`,
    noText: 'Phường chỉ gửi trích yếu, không kèm toàn văn.',
    withdrawn: 'Phường đã thu hồi văn bản này. Nội dung vẫn giữ lại để tra cứu.',
    back: 'Danh sách văn bản',
    put: 'Đưa vào kỳ sinh hoạt',
    takeOut: 'Bỏ khỏi chương trình',
    markRead: 'Đã đọc',
    markUnread: 'Ghi lại là chưa đọc',
    openMeeting: 'Mở kỳ sinh hoạt',
    text: 'Toàn văn',
  },
};
