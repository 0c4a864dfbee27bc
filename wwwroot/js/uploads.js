// Sends the files of a drop zone one request each, at most three at a time, with progress and a way to cancel.
// Without this script the same form posts by itself.
const MAX_AT_ONCE = 3;

/**
 * @param {HTMLFormElement} form with a file input, the antiforgery token and a list to fill
 * @param dotnet told after each file that arrived
 * @param options address, maxBytes, and texts
 * @returns what to call when the page goes
 */
export function attach(form, dotnet, { address, maxBytes, texts }) {
  const input = form.querySelector('input[type=file]');
  const list = form.querySelector('[data-uploads]');
  const token = form.querySelector('input[name=__RequestVerificationToken]');
  const waiting = [], sending = new Set();
  let depth = 0;

  form.querySelector('[data-without-script]').hidden = true;
  const leaving = new AbortController();
  const on = (type, handler) => form.addEventListener(type, handler, { signal: leaving.signal });

  on('submit', e => {
    e.preventDefault();
    add(input.files);
  });
  on('change', () => {
    add(input.files);
    input.value = '';
  });
  on('dragenter', e => {
    e.preventDefault();
    depth++;
    form.classList.add('over');
  });
  on('dragover', e => e.preventDefault());
  on('dragleave', () => {
    depth = Math.max(0, depth - 1);
    if (depth === 0) form.classList.remove('over');
  });
  on('drop', e => {
    e.preventDefault();
    depth = 0;
    form.classList.remove('over');
    add(e.dataTransfer.files);
  });
  // A file dropped beside the zone must not take the page away.
  for (const type of ['dragover', 'drop']) document.addEventListener(type, e => e.preventDefault(), { signal: leaving.signal });

  function add(files) {
    for (const file of files) {
      const item = row(file);
      if (file.size === 0) item.fail(texts.empty);
      else if (file.size > maxBytes) item.fail(texts.tooLarge);
      else waiting.push({ file, item });
    }
    next();
  }

  function next() {
    while (sending.size < MAX_AT_ONCE && waiting.length > 0) {
      const upload = waiting.shift();
      if (!upload.item.isOver) send(upload);
    }
  }

  function send({ file, item }) {
    const request = new XMLHttpRequest(), body = new FormData();
    body.append('files', file, file.name);
    sending.add(request);
    item.begin(() => request.abort());
    request.upload.addEventListener('progress', e => e.lengthComputable && item.progress(e.loaded, e.total));
    request.addEventListener('load', () => {
      const answer = parsed(request.responseText);
      if (request.status === 200 && answer) {
        item.done(answer.address);
        dotnet.invokeMethodAsync('UploadedAsync');
      } else {
        item.fail(texts.problems[answer?.code] ?? texts.other.replace('{0}', request.status));
      }
    });
    request.addEventListener('error', () => item.fail(texts.lost));
    request.addEventListener('abort', () => item.fail(texts.cancelled));
    request.addEventListener('loadend', () => {
      sending.delete(request);
      next();
    });
    request.open('POST', address);
    request.setRequestHeader('RequestVerificationToken', token.value);
    request.send(body);
  }

  // Text is only ever set as text: a name is what the sender made it.
  function row(file) {
    const element = document.createElement('li');
    const name = add('span', 'upload-name'), state = add('span', 'upload-state'), bar = add('progress', 'upload-bar'), button = add('button', 'link-button');
    name.textContent = file.name;
    state.textContent = texts.waiting;
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute('aria-label', file.name);
    button.type = 'button';
    button.textContent = texts.cancel;
    button.setAttribute('aria-label', `${texts.cancel} : ${file.name}`);
    list.append(element);
    const item = {
      isOver: false,
      begin(abort) {
        state.textContent = texts.sending;
        button.onclick = abort;
      },
      progress(sent, all) {
        bar.value = sent / all;
      },
      done(href) {
        end('done', texts.done);
        const link = add('a', '');
        link.href = href;
        link.textContent = texts.see;
        link.setAttribute('aria-label', `${texts.see} : ${file.name}`);
      },
      fail(text) {
        end('failed', text);
      },
    };
    button.onclick = () => item.fail(texts.cancelled);
    return item;

    function add(tag, className) {
      const child = document.createElement(tag);
      child.className = className;
      element.append(child);
      return child;
    }

    function end(className, text) {
      item.isOver = true;
      element.className = className;
      state.textContent = text;
      bar.remove();
      button.remove();
    }
  }

  return {
    dispose() {
      leaving.abort();
      waiting.length = 0;
      for (const request of sending) request.abort();
    },
  };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
