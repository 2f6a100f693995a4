const WIDTH = 600;
const HEIGHT = 720;

/**
 * Opens a popup over the middle of the browser's window. Without `noopener`, because the page proves itself through its
 * opener. Null says that there is no handle, not that there is no window.
 */
export function openWindow(url: string): Window | null {
  const left = Math.round(screenX + (outerWidth - WIDTH) / 2);
  const top = Math.round(screenY + (outerHeight - HEIGHT) / 2);
  return open(url, '', `popup,width=${WIDTH},height=${HEIGHT},left=${left},top=${top}`);
}
