import { secretNotice } from './shared';

export const firstWords = {
  first: {
    step: (now: number, all: number) => `Bước ${now}/${all}`,
    next: 'Tiếp tục',
    back: 'Quay lại',
    noticeTitle: 'Chào đồng chí. Đây là cuốn sổ của chi bộ.',
    notice: secretNotice,
    does: [
      'Chuẩn bị, ghi biên bản và chấm điểm kỳ sinh hoạt theo Hướng dẫn 42.',
      'Theo dõi đảng viên, nhiệm vụ được giao và kiến nghị.',
      'In biên bản, nghị quyết, giấy mời đúng thể thức văn bản của Đảng.',
      'Làm việc không cần mạng. Gõ đến đâu lưu đến đó, ngay trên máy này.',
    ],
    sealed:
      'Sổ được khóa bằng mật khẩu. Đảng ủy phường chỉ đọc được biên bản đã thông qua; nội dung phê bình và hồ sơ đảng viên ở lại chi bộ.',
    noticeNext: 'Tôi đã đọc, tiếp tục',
    cellTitle: 'Chi bộ của đồng chí',
    keyTitle: 'Đặt mật khẩu mở sổ',
    keyAdvice:
      'Chọn một câu dễ nhớ với riêng mình, khó đoán với người khác, ví dụ bốn, năm từ không liên quan nhau. Đừng dùng ngày sinh hay số điện thoại.',
    key: 'Mật khẩu',
    keyAgain: 'Gõ lại mật khẩu',
    keyHint: 'Ít nhất 8 ký tự, phân biệt chữ hoa và chữ thường.',
    keyShow: 'Hiện mật khẩu đang gõ',
    keyShort: 'Mật khẩu cần ít nhất 8 ký tự.',
    keyDiffers: 'Hai lần gõ chưa giống nhau.',
    create: 'Lập sổ',
    creating: 'Đang lập sổ…',
    recoveryTitle: 'Mã khôi phục',
    recoveryWhy:
      'Nếu quên mật khẩu, chỉ mã này mở lại được sổ. Mã chỉ hiện một lần. Hãy in hoặc chép ra giấy, cất nơi an toàn, tách khỏi máy này.',
    recoveryLabel: 'Mã khôi phục của sổ',
    recoveryPrint: 'In…',
    recoveryPrinted: 'Sổ Chi bộ — mã khôi phục. Cất nơi an toàn, tách khỏi máy.',
    recoverySave: 'Ghi ra tệp…',
    recoverySaved: (file: string) => `Đã ghi ra ${file}. In xong, hãy xóa tệp khỏi máy.`,
    recoveryTick: 'Tôi đã cất mã khôi phục',
    enter: 'Vào sổ',
  },

  unlock: {
    title: 'Mở sổ',
    key: 'Mật khẩu mở sổ',
    open: 'Mở sổ',
    opening: 'Đang mở…',
    forgot: 'Quên mật khẩu?',
    forgotHint:
      'Sổ mở lại được bằng mã khôi phục đã cất khi lập sổ. Đừng xóa sổ, những gì đã ghi vẫn còn nguyên.',
    recoveryCode: 'Mã khôi phục',
    recoveryHint: 'Bảy nhóm bốn ký tự trên tờ giấy đã cất',
    newKey: 'Mật khẩu mới',
    recover: 'Mở sổ và đổi mật khẩu',
    back: 'Quay lại',
    where: (path: string) => `Sổ nằm ở ${path}`,
  },
};
