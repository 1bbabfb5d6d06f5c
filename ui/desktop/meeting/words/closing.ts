import { two } from './two';

export const closing = {
  next: (title: string) => `Tiếp: ${title}`,
  steps: 'Các việc sau khi họp',
  notEnded:
    'Kỳ này chưa kết thúc. Họp xong, bấm “Kết thúc…” ở bước 2; khi đó chấm điểm, thông qua và gửi ở đây.',
  toRecord: 'Về ghi biên bản',
  check: {
    title: 'Xem lại',
    none: 'Không thấy chỗ nào cần sửa.',
    some: (n: number) => `${n} việc cần xem`,
    go: 'Đến chỗ sửa',
    levels: { block: 'Phải sửa', warn: 'Nên sửa', hint: 'Gợi ý' } as Record<string, string>,
  },
  score: {
    title: 'Chấm điểm',
    sheet: 'Phiếu chấm điểm',
    total: (points: string, band: string) => `${points} điểm – ${band}`,
    line: 'Tiêu chí',
    points: 'Điểm',
    source: 'Vì sao',
    change: (title: string) => `Sửa điểm: ${title}`,
    changed: 'sửa tay',
    suggested: (points: string) => `Số liệu gợi ý: ${points} điểm`,
    given: 'Điểm chấm',
    max: (points: string) => `tối đa ${points}`,
    reason: 'Lý do',
    needsPoints: (max: string) => `Ghi điểm từ 0 đến ${max}.`,
    needsReason: 'Ghi lý do sửa điểm.',
    save: 'Ghi điểm',
  },
  read: {
    title: 'Đọc lại',
    present: 'Có mặt',
    room: (c: { present: number; summoned: number; excused: number; unexcused: number }) =>
      `Có mặt ${two(c.present)}/${two(c.summoned)} đảng viên; vắng có lý do ${two(c.excused)}, vắng không lý do ${two(c.unexcused)}.`,
    guests: 'Khách mời:',
    scribe: (name: string) => `Thư ký: ${name}.`,
    none: 'Không có ý kiến.',
    conclusion: 'Kết luận:',
    assignments: 'Phân công nhiệm vụ',
    petitions: 'Kiến nghị',
    criticism: 'Tự phê bình và phê bình',
    time: (from: string, to: string) => `Bắt đầu ${from}, kết thúc ${to}.`,
  },
  adopt: {
    title: 'Thông qua',
    button: 'Thông qua biên bản…',
    lead: 'Đọc biên bản trước chi bộ, biểu quyết, rồi bấm Thông qua. Bên dưới là những gì phường sẽ đọc được và những gì ở lại.',
    blocked: (n: number) => `Còn ${n} việc phải sửa trước khi thông qua.`,
    ask: 'Thông qua biên bản?',
    facts: (name: string) => [
      `“${name}” được khóa lại thành bản 1, có dấu kiểm để đối chiếu với bản giấy.`,
      'Sau đó không sửa được bản này. Muốn đổi phải lập bản sửa đổi, có ghi lý do; bản cũ vẫn còn.',
      'Chưa gửi gì đi: gửi về phường là bước riêng, sau khi xem những gì sẽ gửi.',
    ],
    confirm: 'Thông qua và khóa lại',
    stay: 'Chưa thông qua',
    done: (time: string, version: number) => `đã thông qua ${time} · bản ${version} · dấu kiểm`,
    doneTitle: 'Biên bản đã thông qua',
  },
  amend: {
    button: 'Sửa đổi có lý do…',
    title: 'Lập bản sửa đổi',
    what: (version: number) =>
      `Lập bản ${version + 1} từ nội dung đang có trong sổ. Bản ${version} vẫn được giữ nguyên, dấu kiểm mới khác dấu kiểm cũ. Bản mới phải gửi lại phường.`,
    reason: 'Lý do sửa đổi',
    needsReason: 'Ghi lý do sửa đổi; lý do được in trong biên bản.',
    confirm: 'Lập bản sửa đổi',
  },
  papers: {
    title: 'Giấy tờ',
    draft: 'Biên bản chưa thông qua: giấy in bây giờ là dự thảo, chưa có dấu kiểm.',
    lead: 'In, ký và lưu bản giấy. Dấu kiểm in ở cuối trang khớp với bản trong sổ.',
    names: {
      bien_ban: 'Biên bản',
      nghi_quyet: 'Nghị quyết',
      ket_luan: 'Kết luận',
      phieu_cham_diem: 'Phiếu chấm điểm',
      chuong_trinh: 'Chương trình',
      giay_moi: 'Giấy mời',
    },
    wait: 'Đang ghi tệp…',
  },
  send: {
    title: 'Gửi về phường',
    question: (ward: string) => `${ward} sẽ đọc được những gì?`,
    someWard: 'Đảng ủy phường',
    sent: 'Gửi đi',
    sentTitle: 'Biên bản đã thông qua',
    sentSoon: 'Biên bản sau khi thông qua',
    kept: 'Ở lại chi bộ',
    keptTitle: 'Phường không đọc được',
    share:
      'Chỉ những dòng ở ô “Gửi đi” là phường đọc được. Tự phê bình và phê bình chỉ gửi số lượng.',
    button: 'Gửi về phường',
    again: 'Gửi lại',
    wait: 'Đang gửi… Cứ làm việc khác, sổ vẫn gửi tiếp.',
    received: (time: string) => `Phường đã nhận lúc ${time}. Có biên nhận trong sổ.`,
    done: (pushed: number, receipts: number) =>
      receipts > 0
        ? `Đã gửi ${pushed} mục, phường đã ký biên nhận.`
        : pushed > 0
          ? `Đã gửi ${pushed} mục, đang chờ biên nhận của phường.`
          : 'Không còn mục nào chờ gửi.',
    offline: 'Chưa có mạng. Biên bản đã nằm an toàn trong sổ, gửi sau.',
    notEnrolled:
      'Sổ này chưa nối với phường nên chưa gửi được. Vào “Đồng bộ”, nhập địa chỉ và mã ghi danh do văn phòng đảng ủy cấp. Biên bản vẫn nằm an toàn trong sổ; có thể in bản giấy để nộp.',
    adoptFirst: 'Thông qua biên bản trước, rồi mới gửi được.',
    state: { sent: 'đã nhận', waiting: 'chưa gửi' },
  },
};
