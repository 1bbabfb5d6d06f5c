import { cell } from './shared';

export const appWords = {
  app: {
    name: 'Sổ Chi bộ',
    opening: 'Đang mở sổ…',
    retry: 'Thử lại',
    reading: 'Đang đọc…',
  },

  cell,

  frame: {
    nav: 'Các mục của sổ',
    lock: 'Khóa sổ',
    find: 'Tìm',
    badge: {
      tasks: (n: number) => `${n} việc trễ hạn`,
      petitions: (n: number) => `${n} kiến nghị chưa trả lời`,
      documents: (n: number) => `${n} văn bản chưa đọc`,
    },
  },

  search: {
    title: 'Tìm trong sổ',
    label: 'Gõ vài chữ, không cần dấu',
    placeholder: 'nguyen van duc, nghi quyet thang 9…',
    results: 'Kết quả',
    none: 'Không thấy gì. Thử ít chữ hơn, không cần dấu.',
    keys: 'Mũi tên để chọn, Enter để mở, Esc để thôi.',
    command: 'Mở mục',
    newMeeting: 'Lập kỳ sinh hoạt',
    addMember: 'Thêm đảng viên',
    kinds: {
      member: 'Đảng viên',
      meeting: 'Sinh hoạt',
      statement: 'Ý kiến',
      agenda_item: 'Mục chương trình',
      assignment: 'Nhiệm vụ',
      petition: 'Kiến nghị',
      ward_document: 'Văn bản của phường',
      criticism: 'Phê bình',
      vote: 'Biểu quyết',
      minutes_version: 'Biên bản',
      guest: 'Khách mời',
    } as Record<string, string>,
    otherKind: 'Trong sổ',
  },

  person: (name: string) => `đ/c ${name}`,

  kept: {
    restored: 'Đây là chữ gõ dở lần trước, chưa lưu vào sổ.',
    drop: 'Bỏ chữ gõ dở',
  },

  late: (days: number) => `trễ ${days} ngày`,

  due: (day: string) => `hạn ${day}`,
};
