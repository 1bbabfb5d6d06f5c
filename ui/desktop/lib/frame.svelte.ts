// What stands around every screen: the cell's name and the numbers of the sidebar.
import type { FrameView } from '../../shared/types/FrameView';
import { book } from './api';

export const frame = $state<{ view: FrameView | null }>({ view: null });

/** Read again after each command; where that fails, the last numbers stay. Answers whether it did. */
export async function reloadFrame(): Promise<boolean> {
  try {
    frame.view = await book.frame();
    return true;
  } catch (thrown) {
    console.error(thrown);
    return false;
  }
}
