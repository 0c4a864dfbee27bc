// A native dialog over the page: focus stays in it, Escape closes it, and goes back to where it was.
export function open(dialog) {
  if (!dialog.open) dialog.showModal();
}

export function close(dialog) {
  dialog.close();
}
