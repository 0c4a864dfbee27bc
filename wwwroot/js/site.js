// What every page needs before and beside the circuit: theme, scroll position, small keyboard help.
(() => {
  'use strict';

  // The cookie lets the server draw the next page in the chosen theme from its first byte.
  document.addEventListener('click', e => {
    if (!e.target.closest('[data-theme-toggle]')) return;
    const root = document.documentElement;
    const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = isDark ? 'light' : 'dark';
    document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;
  });

  // Copies the text of the element named by the button; without the right to the clipboard it is marked, ready for Ctrl+C.
  document.addEventListener('click', async e => {
    const button = e.target.closest('[data-copy]');
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      button.textContent = button.dataset.copied;
    } catch {
      getSelection().selectAllChildren(source);
    }
  });

  // The skip link moves the focus, not only the view; Blazor would take it for a navigation.
  document.addEventListener('click', e => {
    if (!e.target.closest('.skip-link')) return;
    e.preventDefault();
    document.getElementById('content').focus();
  }, { capture: true });

  // Blazor's script (before .NET 10) scrolls to the top on every navigation, even when only the query changes, as each filter here does.
  const scrollTo = window.scrollTo.bind(window);
  let path = location.pathname, isSamePage = false;
  for (const name of ['pushState', 'replaceState']) {
    const original = history[name].bind(history);
    history[name] = (...args) => {
      original(...args);
      isSamePage = location.pathname === path;
      path = location.pathname;
    };
  }
  window.scrollTo = (...args) => {
    if (isSamePage && args.length === 2 && args[0] === 0 && args[1] === 0) return;
    scrollTo(...args);
  };

  // A combobox keeps its active option in sight.
  new MutationObserver(changes => {
    for (const { target } of changes) document.getElementById(target.getAttribute('aria-activedescendant') ?? '')?.scrollIntoView({ block: 'nearest' });
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ['aria-activedescendant'] });

  // Menus close like menus: on Escape, and when click or focus go elsewhere.
  const menus = () => document.querySelectorAll('details.menu[open]');
  for (const type of ['click', 'focusin']) document.addEventListener(type, e => menus().forEach(menu => menu.contains(e.target) || (menu.open = false)));

  // A panel that its component closes holds a hidden button for it.
  for (const type of ['click', 'focusin']) document.addEventListener(type, e => document.querySelectorAll('[data-dismiss]').forEach(b => b.parentElement.parentElement.contains(e.target) || b.click()));
  document.addEventListener('keydown', e => {
    if (e.key !== 'Escape') return;
    menus().forEach(menu => {
      menu.open = false;
      menu.querySelector('summary').focus();
    });
  });

  // A list opens by an answer of the server. What is typed until then goes to its button: it is kept, and given to the field once that has the focus.
  let typedEarly = '';
  document.addEventListener('keydown', event => {
    if (!event.target.closest?.('.combo > button') || event.ctrlKey || event.metaKey || event.altKey) return;
    typedEarly = event.key.length === 1 && event.key !== ' ' ? typedEarly + event.key : '';
  });
  document.addEventListener('pointerdown', () => { typedEarly = ''; });
  document.addEventListener('focusin', event => {
    if (!typedEarly || !event.target.matches?.('.combo-list input')) return;
    event.target.value = typedEarly + event.target.value;
    typedEarly = '';
    event.target.dispatchEvent(new Event('input', { bubbles: true }));
  });
})();
