extension ReportPage {
    /// The searchable list. Data becomes part of the document as text only, never as markup.
    static let script = #"""
        'use strict';
        (() => {
          const list = document.getElementById('list');
          if (!list) return;
          const all = JSON.parse(document.getElementById('rejects').textContent);
          const RECORD = 0, LINE = 1, SOURCE = 2, OUTCOME = 3, CODE = 4, FIELD = 5, MESSAGE = 6, ADVICE = 7, POSITION = 8,
            REQUEST = 9, ORIGINAL = 10;
          const HEIGHT = 36, MARGIN = 8;
          const find = document.getElementById('find'), found = document.getElementById('found');
          const detail = document.getElementById('detail');
          const texts = new Array(all.length);
          let shown = all.map((_, index) => index), chosen = -1, drawn = '';

          const element = (name, className, text) => {
            const made = document.createElement(name);
            if (className) made.className = className;
            if (text !== undefined) made.textContent = text;
            return made;
          };
          const place = (item) => item[SOURCE] + ':' + item[LINE];
          const number = (count) => count.toLocaleString('en');

          // What is searched in, made when it is needed first.
          const text = (index) => texts[index] ??= all[index].filter((part) => part !== null).join('\n').toLowerCase();

          const space = element('div', 'space'), rows = element('div', 'rows');
          space.append(rows);
          list.replaceChildren(space);
          list.classList.add('live');
          list.tabIndex = 0;
          list.setAttribute('role', 'grid');
          list.setAttribute('aria-label', 'Rejected and failed records');
          document.querySelector('.tools').hidden = false;

          const row = (position) => {
            const index = shown[position], item = all[index];
            const made = element('div', index === chosen ? 'row chosen' : 'row');
            made.setAttribute('role', 'row');
            made.setAttribute('aria-rowindex', position + 1);
            made.setAttribute('aria-selected', index === chosen);
            made.dataset.index = index;
            const badge = element('span');
            badge.append(element('span', 'badge ' + item[OUTCOME], item[OUTCOME]));
            made.append(
              element('span', 'number', number(item[RECORD])), element('span', '', place(item).replace(/^.*\//, '')), badge,
              element('code', '', item[FIELD] ? item[CODE] + ' · ' + item[FIELD] : item[CODE]),
              element('span', '', item[MESSAGE]));
            for (const cell of made.children) cell.setAttribute('role', 'gridcell');
            return made;
          };

          // Only the lines in sight, and a few around them, are in the document.
          const draw = () => {
            const first = Math.max(0, Math.floor(list.scrollTop / HEIGHT) - MARGIN);
            const last = Math.min(shown.length, Math.ceil((list.scrollTop + list.clientHeight) / HEIGHT) + MARGIN);
            const state = [first, last, shown.length, chosen].join();
            if (state === drawn) return;
            drawn = state;
            const made = [];
            for (let position = first; position < last; position++) made.push(row(position));
            rows.replaceChildren(...made);
            rows.style.transform = 'translateY(' + first * HEIGHT + 'px)';
          };

          const search = () => {
            const terms = find.value.toLowerCase().split(/\s+/).filter(Boolean);
            shown = [];
            for (let index = 0; index < all.length; index++) {
              if (terms.every((term) => text(index).includes(term))) shown.push(index);
            }
            found.textContent = terms.length ? number(shown.length) + ' of ' + number(all.length) : number(all.length);
            space.style.height = Math.max(1, shown.length) * HEIGHT + 'px';
            list.setAttribute('aria-rowcount', shown.length);
            list.scrollTop = 0;
            drawn = '';
            draw();
          };

          const entry = (name, value, isText) => {
            if (value === null) return [];
            const description = element('dd');
            description.append(isText ? element('pre', '', value) : value);
            return [element('dt', '', name), description];
          };
          const choose = (index) => {
            chosen = index;
            const item = all[index], facts = element('dl');
            facts.append(
              ...entry('Record', number(item[RECORD]) + ' at ' + place(item)), ...entry('Error', item[CODE]),
              ...entry('Field', item[FIELD]), ...entry('Message', item[MESSAGE]), ...entry('What to do', item[ADVICE]),
              ...entry('In the script', item[POSITION]), ...entry('Request', item[REQUEST]),
              ...entry('The record', item[ORIGINAL], true));
            detail.replaceChildren(facts);
            detail.hidden = false;
            drawn = '';
            draw();
          };
          const step = (by) => {
            if (!shown.length) return;
            const position = Math.min(shown.length - 1, Math.max(0, shown.indexOf(chosen) + by));
            const top = position * HEIGHT;
            if (top < list.scrollTop) list.scrollTop = top;
            if (top + HEIGHT > list.scrollTop + list.clientHeight) list.scrollTop = top + HEIGHT - list.clientHeight;
            choose(shown[position]);
          };

          let timer = 0;
          find.addEventListener('input', () => {
            clearTimeout(timer);
            timer = setTimeout(search, 120);
          });
          list.addEventListener('scroll', draw, { passive: true });
          addEventListener('resize', draw);
          list.addEventListener('click', (event) => {
            const line = event.target.closest('.row');
            if (line) choose(Number(line.dataset.index));
          });
          list.addEventListener('keydown', (event) => {
            const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -all.length, End: all.length };
            if (!(event.key in steps)) return;
            event.preventDefault();
            step(steps[event.key]);
          });

          // A search can be linked to: #find=seats
          const follow = () => {
            const wanted = /^#find=(.*)$/.exec(location.hash);
            if (wanted) {
              try { find.value = decodeURIComponent(wanted[1]); } catch { find.value = ''; }
            }
            search();
            if (wanted) document.getElementById('records').scrollIntoView();
          };
          addEventListener('hashchange', follow);
          follow();
        })();
        """#
}
