import { invoke } from '@tauri-apps/api/core';

import type { UsbRead } from '../../../shared/types/UsbRead';
import type { UsbWritten } from '../../../shared/types/UsbWritten';

export const usb = {
  /** Into a file that the person picks; null when cancelled. */
  write: () => invoke<UsbWritten | null>('usb_write'),
  read: () => invoke<UsbRead | null>('usb_read'),
};
