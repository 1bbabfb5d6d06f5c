// Printing a part of the window: what is printed stands alone on its pages, whatever is shown.

/** Prints copies of `nodes`, each on pages of its own, under a heading where one is needed. */
export function printOnly(nodes: Iterable<Element>, heading = ''): void {
  document.getElementById('printed')?.remove();
  const root = document.createElement('div');
  root.id = 'printed';
  if (heading) {
    const title = document.createElement('h1');
    title.textContent = heading;
    root.append(title);
  }
  for (const node of nodes) root.append(node.cloneNode(true));
  document.body.append(root);
  // It is on no screen; it goes once the printer has it.
  window.addEventListener('afterprint', () => root.remove(), { once: true });
  window.print();
}
