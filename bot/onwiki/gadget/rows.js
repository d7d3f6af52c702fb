/* One person's row in a sign-up table: wikitext in, wikitext out. What can't surely be followed is refused. */
const rows = (function () {
const {MARKUP, MARKS, shown, quote, decode, plain, fold} = letters, {mayName, named, normalise} = people;
// Signs for what is set aside, in its place: what vanishes, tags with their content, templates, what is odd.
const GONE = '\ufdd0', OPAQUE = '\ufdd1', UNKNOWN = '\ufdd2', ODD = '\ufdd3',
	STRUCK = /<(s|strike|del)(?![a-z])[^<>]*>([^]*?)(?:<\/\1\s*>|$)/gi,
	REFUSED = [
		['html', /<\/?(?:t[dhr]|table|caption|tbody|thead)(?![a-z])/i],
		// Braces left over, tags with separators, late captions, comments in markup, links that take cells along.
		['odd', /\ufdd3|\{\{|\}\}|\{\ufdd2|\ufdd2\}|<\/?[a-z][^<>]*[|!\n{[][^<>]*>|\n[^\n]*\n[ \t\ufdd0]*\|\+|[|!{]\ufdd0+[|!}+-]|\[\[[^[\]{}|<>#\n:]+:[^[\]|\n]+\|[^[\]]*(?:\|\||!!|\n)[^[\]]*\]\]/i]
	],
	JOINING = 'and or but maybe unsure yet y o pero et ou mais e mas و او لكن'.split(' '),
	LISTS = ['languages', 'learn', 'share', 'clinics', 'interprets'],
	last = list => list[list.length - 1], without = (text, sign) => text.split(sign).join('');

function refuse(reason, at) {
	throw {reason, at};
}

// Gives a cell as people see it; lists with commas between what stands in lines.
function opened(raw, key) {
	return plain(LISTS.includes(key) ? raw.replace(/<!--[^]*?(-->|$)/g, '').split(/<\/?br(?![a-z])[^<>]*>|[\n\t]/i)
		.map(line => line.replace(/^\s*(?:[*#:]+|-(?=\s)|\d{1,2}[.)](?=\s))/, '').trim()).filter(Boolean).join(', ') : raw);
}

// Sets aside comments and tags (`seen`), and templates too (`masked`).
function mask(text, {tags}) {
	const marks = RegExp(`<(?:!--|(?:(${tags.join('|')}|includeonly)|/?(?:translate|tvar|noinclude|onlyinclude))(?=[\\s>]|/>))`, 'gi');
	let found, masked, before, seen = text;
	while ((found = marks.exec(text))) {
		const at = found.index, name = found[1], rest = text.slice(at), isComment = rest[1] === '!',
			// Where comments fill a line, its end goes too.
			line = isComment && /\n[ \t]*$/.test(text.slice(0, at)) && /^(?:[ \t]*<!--(?:(?!-->)[^])*-->)+[ \t]*\r?\n/.exec(rest),
			whole = line || RegExp(isComment ? '^<!--[^]*?-->' : name ? `^<[^>]*?(?:/>|>[^]*?</${name}\\s*>)` : '^<[^>]*>', 'i').exec(rest),
			length = (whole || [isComment ? rest : '<'])[0].length;
		seen = seen.slice(0, at) + (!whole ? ODD : !name || /^inc/i.test(name) ? GONE : OPAQUE).repeat(length) + seen.slice(at + length);
		marks.lastIndex = at + length;
	}
	for (masked = seen; masked !== before;) {
		before = masked;
		masked = masked.replace(/\{\{([^{}]*)\}\}/g, (whole, inner) =>
			(/^\s*(#?[^\s#<>[\]|:(!=]+:|[^\s#<>[\]|(!=][^#<>[\]|]*(\||$))/.test(inner) && !/\n=/.test(inner) &&
				inner.split('[[').length === inner.split(']]').length ? UNKNOWN : ODD).repeat(whole.length));
	}
	return {text, seen, masked, tables: []};
}

// Reads tables line by line, as MediaWiki's doTableStuff does.
function read(text, config) {
	const page = mask(text, config), open = [], marks = /(?:^|\n)[ \t\r\v\ufdd0]*([|!:{][^\n]*)/g;
	let found;
	while ((found = marks.exec(page.masked))) {
		const line = found[1], table = last(open), cell = table && table.cell, start = /^:*[ \t\r\v\f]*\{\|/.exec(line);
		let at = marks.lastIndex - line.length;
		if (start) {
			if (cell) {
				cell.inner = cell.inner || at;
			}
			open.push({start: at + start[0].length - 2, end: text.length, rows: []});
			page.tables.push(last(open));
		} else if (table && /^[|!]/.test(line)) {
			if (cell) {
				cell.end = found.index;
			}
			if (/^\|[-+}]/.test(line)) {
				table.row = table.cell = null;
				if (line[1] === '}') {
					Object.assign(open.pop(), {end: found.index, isClosed: true});
				}
				continue;
			}
			if (!table.row) {
				table.rows.push(table.row = {start: at, cells: []});
			}
			for (const part of (line[0] === '!' ? line.slice(1).replace(/!!/g, '||') : line.slice(1)).split('||')) {
				const bar = part.indexOf('|'), head = part.slice(0, Math.max(bar, 0)), isUnknown = head.includes(UNKNOWN),
					isContent = bar < 0 || /\[\[|-\{/.test(head) || isUnknown && !head.includes('=');
				table.cell = {page, isUnknown, head: isContent ? '' : head, start: at + 1 + (isContent ? 0 : bar + 1), end: at + 1 + part.length};
				table.row.cells.push(table.cell);
				at += part.length + 2;
			}
			table.cell.end = text.length;
		}
	}
	for (const {rows} of page.tables) {
		rows.forEach((row, i) => row.cells.forEach(({head}) => {
			// What spans rows touches as many as the largest number there says; all, if it can't be read.
			const reach = !/rowspan/i.test(head) ? 1 : /rowspan\W*[1-9]/i.test(head) ? Math.max(...head.match(/\d+/g)) : 1e9;
			rows.slice(i, /span/i.test(head) ? i + reach : i).forEach(each => (each.isTouched = true));
			rows.isReaching = rows.isReaching || i + reach > rows.length;
		}));
	}
	return page;
}

function content({page, start, end, inner}) {
	return without(page.seen.slice(start, inner || end), GONE).trim();
}

// Gives the index of each column that a row of headings makes known.
function columnsOf({cells}, config) {
	const known = {}, columns = {};
	for (const key in config.columns) {
		config.columns[key].forEach(name => (known[fold(name)] = key));
	}
	cells.forEach((cell, i) => {
		const text = content(cell), key = [text, ...text.replace(MARKUP, '').split(/[/|•·\n]| - /)].map(name => known[fold(name)]).find(Boolean);
		if (key && !(key in columns)) {
			columns[key] = i;
		}
	});
	return columns;
}

// Tells whether a heading, in whose section the table stands, is one of people who don't take part.
function isWithdrawn({masked, text}, {start}, {withdrawn}) {
	const known = new Set(withdrawn.map(lists.fold)), found = [],
		heads = /^\ufdd0*(={1,6})[^\n]+?(={1,6})[ \t\r\ufdd0]*$|^[ \t]*<h([1-6])(?:\s[^<>\n]*)?>[^\n]+<\/h[1-6]\s*>/gim;
	let head, level = 7;
	while ((head = heads.exec(masked.slice(0, start)))) {
		const [all, left, right, depth] = head, end = heads.lastIndex;
		found.unshift([depth || Math.min(left.length, right.length), text.slice(end - all.length, end).replace(/<!--[^]*?(-->|$)/g, '').replace(MARKUP, '').replace(/^=+|=+\s*$/g, '')]);
	}
	return found.some(([depth, words]) => {
		const isAbove = depth < level;
		level = Math.min(level, depth);
		const parts = words.replace(/[(（[][^()（）[\]]*[)）\]]/g, ' ').split(/[/|•·]/).filter(lists.fold);
		return isAbove && (known.has(lists.fold(words)) || parts[0] && parts.every(part => {
			const all = lists.fold(part).split(' ');
			return [part, part.trim().split(/\s[-–—]\s|[:：]/)[0]].some(each => known.has(lists.fold(each))) ||
				all.length < 10 && !all.slice(2).some(word => JOINING.includes(word)) && all.some((_, i) => i > 1 && known.has(all.slice(0, i).join(' ')));
		}));
	});
}

// Finds the person's row, or the table for it; refuses what can't surely be changed.
function locate(text, config, username) {
	const me = normalise(username), page = read(text, config), mine = [], sheets = [];
	for (const table of page.tables) {
		const heads = table.rows.find(row => 'user' in columnsOf(row, config));
		if (heads && !isWithdrawn(page, table, config)) {
			const sheet = {page, me, config, table, heads, columns: columnsOf(heads, config), state: 'none'};
			sheets.push(sheet);
			table.rows.slice(table.rows.indexOf(heads) + 1).forEach(row => {
				const user = row.cells[sheet.columns.user], texts = (row.isTouched ? row.cells : user ? [user] : []).map(content),
					who = texts.map(each => mayName(each, me) && named(each, me, config)).find(each => /me|template/.test(each)), rest = texts.join(' ').replace(STRUCK, ' ');
				if (who) {
					mine.push(Object.assign({}, sheet, {row, who, state: rest !== texts[0] && !named(rest, me, config) ? 'struck' : 'in'}));
				}
			});
		}
	}
	const live = mine.filter(each => each.state === 'in'), [own, other] = live[0] ? live : mine;
	if (!sheets.length || other) {
		refuse(other ? 'twice' : /<table/i.test(page.masked) ? 'html' : page.tables[0] ? 'no-user-column' : 'no-table', other && other.row.start);
	}
	check(own || sheets[0]);
	return own || sheets[0];
}

function check({page: {masked, seen}, table: {start, end, rows}, heads, row, who, me, config}) {
	const inside = masked.slice(start, end), cells = row ? row.cells : [], refuseIf = (is, reason, at) => is && refuse(reason, at);
	REFUSED.forEach(([reason, pattern]) => refuseIf(pattern.test(inside), reason, start + inside.search(pattern)));
	inside.replace(/\n[ \t\ufdd0]*(\ufdd2+)/g, (all, {length}, offset) => {
		const at = start + offset + all.length - length, parts = seen.slice(at + 2, at + length).split(/[|{}=[\]:]+/);
		refuseIf(row && at >= row.start && at < last(cells).end ? !config.naming.includes(fold(parts[0])) : parts.map(normalise).includes(me), 'template', at);
	});
	const at = (row || heads).start;
	refuseIf(masked.slice(0, start).includes('{{') && masked.slice(end).includes('}}') || cells.some(cell => cell.inner || cell.isUnknown), 'odd', at);
	refuseIf(who === 'template', who, at);
	refuseIf(heads.isTouched || (row ? row.isTouched : rows.isReaching), 'spans', at);
}

// Gives where a cell's own text stands: without blanks, comments and vanishing tags around it.
function core({page, start, end}) {
	const found = /^([\s\ufdd0]*)([^]*?)[\s\ufdd0]*$/.exec(page.masked.slice(start, end)), text = found[2],
		from = start + (text ? found[1].length : 0), to = from + text.length;
	return {from, to, raw: page.text.slice(from, to), isBroken: text.includes('\n')};
}

function rawOf({row, columns}, key) {
	const cell = row && row.cells[columns[key]];
	return cell ? core(cell).raw : '';
}

// Gives the page with the row's cells as `next(raw, key)` says; those that the row lacks are added.
function rewrite(sheet, next) {
	const {row: {cells}, columns, page, table} = sheet, wanted = [];
	for (const key in columns) {
		wanted[columns[key]] = next(rawOf(sheet, key), key);
	}
	while (wanted.length > cells.length && !last(wanted)) {
		wanted.pop();
	}
	return cells.reduceRight((text, cell, i) => {
		const {from, to, raw, isBroken} = core(cell), value = wanted[i] === undefined ? raw : wanted[i], isNew = value && !raw,
			more = cells[i + 1] ? [] : Array.from(wanted.slice(i + 1), each => (isBroken ? '\n|' : ' ||') + (each ? ` ${each}` : '')),
			after = isNew ? text.slice(to).replace(/^[ \t]+/, '') : text.slice(to);
		if (value === raw && !more.length) {
			return text;
		}
		if (isBroken && !table.isClosed || /<!--T:|<\/?t(ranslate|var)/i.test(raw)) {
			refuse('odd', from);
		}
		return text.slice(0, from) + (isNew ? ` ${value}${/^[\r\n]|^$/.test(after) ? '' : ' '}` : value) + more.join('') + after;
	}, page.text);
}

function add({page: {text, masked}, table, heads, columns, me}, values) {
	const cell = last(last(table.rows).cells), rest = masked.slice(cell.end, table.end), row = heads.cells.map(() => '');
	if (!table.isClosed && (cell.inner || /\n=/.test(masked.slice(cell.start)))) {
		refuse('odd', cell.start);
	}
	for (const key in columns) {
		const value = quote(values[key] || '');
		row[columns[key]] = key === 'user' ? ` [[User:${me.replace(/&|'(?=')/g, c => `&#${c.charCodeAt()};`)}|${quote(me)}]]` : value && ` ${value}`;
	}
	const at = !table.isClosed ? text.replace(/\s+$/, '').length : rest.includes(UNKNOWN) ? table.end : cell.end, eol = text[at - 1] === '\r' ? '\r' : '';
	return `${text.slice(0, at)}\n|-${eol}\n|${row.join(' ||')}${eol}${text.slice(at)}`;
}

// Reads the result again: all other rows as before, one's own as intended.
function sure(before, text, state, intended) {
	const after = locate(text, before.config, before.me), others = ({page, row, table}) => JSON.stringify(page.tables.map(each =>
		each.start < table.start && each.end > table.end || each.rows.filter(one => one !== row).map(one => one.cells.map(content))));
	if (after.state !== state || others(before) !== others(after) ||
		Object.keys(before.columns).some(key => key !== 'user' && opened(rawOf({row: after.row, columns: before.columns}, key), key) !== intended(key))) {
		refuse('odd', (before.row || before.table).start);
	}
	return {ok: true, text};
}

function open({state, columns, row}, sheet) {
	const values = {};
	for (const key in row && columns) {
		values[key] = opened(rawOf(sheet, key), key);
	}
	return {ok: true, state, columns: Object.keys(columns).sort((a, b) => columns[a] - columns[b]), values};
}

function change({row, columns, state, table}, sheet, values) {
	const isAsked = key => key !== 'user' && key in values;
	if (Object.keys(values).some(key => isAsked(key) && values[key] && !(key in columns))) {
		refuse('odd', table.start);
	}
	return sure(sheet, row ? rewrite(sheet, (raw, key) => isAsked(key) && opened(raw, key) !== shown(values[key]) ? quote(values[key]) :
		state === 'struck' ? raw.replace(STRUCK, '$2') : raw) : add(sheet, values), 'in', key => isAsked(key) ? shown(values[key]) : opened(rawOf(sheet, key), key));
}

function leave({row, state, page, heads, config, columns}, sheet) {
	// Cells under headings that nobody knows are emptied, too, but for the row's number.
	const known = Object.keys(columns).map(key => columns[key]), others = {},
		all = Object.assign({}, sheet, {columns: Object.assign(others, columns)});
	(row ? row.cells : []).forEach((cell, i) => {
		if (!known.includes(i) && !(heads.cells[i] && RegExp(config.numbered).test(fold(content(heads.cells[i]))))) {
			others[`#${i}`] = i;
		}
	});
	return !row ? {ok: true, text: page.text} : sure(all, rewrite(all, (raw, key) =>
		key !== 'user' ? '' : state === 'struck' ? raw : `<s>${raw}</s>`), 'struck', () => '');
}

const answer = work => (text, config, username, values) => {
	try {
		const sheet = locate(text, config, username);
		return work(sheet, sheet, values);
	} catch (refusal) {
		if (!refusal.reason) {
			throw refusal;
		}
		return {ok: false, reason: refusal.reason, line: text.slice(0, refusal.at || 0).split('\n').length};
	}
};

// Gives the kind of the private data in a text. Each rule says what it looks like, and beside what it is something else.
function findPrivate(text, {private: {alike, other, rules}}) {
	const seen = alike.reduce((before, [sign, pattern]) => before.replace(RegExp(pattern, 'gi'), sign), decode(text).replace(MARKS, '').normalize('NFKC'))
			.replace(/[٠-٩۰-۹]/g, c => c.charCodeAt() & 15), rest = seen.replace(RegExp(other, 'giu'), GONE);
	return (rules.find(({find, unless}) => {
		const places = RegExp(find, 'giu'), all = unless ? rest : seen;
		let found, place;
		while (!found && (place = places.exec(all))) {
			found = !unless || !RegExp(unless, 'iu').test(`${all.slice(0, place.index)}⟨${place[0]}⟩${all.slice(places.lastIndex)}`);
			places.lastIndex = place.index + 1;
		}
		return found;
	}) || {kind: null}).kind;
}

return {open: answer(open), change: answer(change), leave: answer(leave), quote, plain, findPrivate};
}());
