/* One person's row in a sign-up table: wikitext in, wikitext out. What can't surely be followed is refused. */
const rows = (function () {
// Signs for what is set aside, in its place: what vanishes, tags with their content, templates, what is odd.
const GONE = '\ufdd0', OPAQUE = '\ufdd1', UNKNOWN = '\ufdd2', ODD = '\ufdd3',
	MARKUP = /<[^<>]*>|'{2,}|\[\[(?:[^[\]|]*\|)?|\]\]/g,
	MARKS = /[\xad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufdd0]/g,
	STRUCK = /<(s|strike|del)(?![a-z])[^<>]*>([^]*?)(?:<\/\1\s*>|$)/gi,
	NAMED = {amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', commat: '@', period: '.', plus: '+'},
	REFUSED = [
		['html', /<\/?(?:t[dhr]|table|caption|tbody|thead)(?![a-z])/i],
		// Braces left over, tags with separators, late captions, comments in markup, links that take cells along.
		['odd', /\ufdd3|\{\{|\}\}|\{\ufdd2|\ufdd2\}|<\/?[a-z][^<>]*[|!\n{[][^<>]*>|\n[^\n]*\n[ \t\ufdd0]*\|\+|[|!{]\ufdd0+[|!}+-]|\[\[[^[\]{}|<>#\n:]+:[^[\]|\n]+\|[^[\]]*(?:\|\||!!|\n)[^[\]]*\]\]/i]
	],
	// Of a user's page on a wiki of Wikimedia's, or on this machine.
	ADDRESS = /^(?:(?:[a-z\d-]+\.)*(?:wik[a-z]+|mediawiki)\.org|(?:localhost|127(?:\.\d{1,3}){3})(?::\d{1,5})?)\/(?:wiki\/|(?:w\/|mediawiki\/)?index\.php(?:\/|\?(?:[^#]*?&)?title=))([^?&#]+)/i,
	JOINING = 'and or but maybe unsure yet y o pero et ou mais e mas و او لكن'.split(' '),
	LISTS = ['languages', 'learn', 'share', 'clinics', 'interprets'],
	LETTER = '[\\p{L}\\p{N}_]',
	last = list => list[list.length - 1], without = (text, sign) => text.split(sign).join('');

function refuse(reason, at) {
	throw {reason, at};
}

// Gives the letters that quoted text shows, as the bot's own quoting does.
function shown(text) {
	return Array.from(text.replace(/[\x1c-\x1f\x85]|(?!\ufeff)\s/g, ' ').replace(/[\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb]/g, ''), c =>
		/^[\0-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]$/.test(c) || (c.codePointAt() & 0xfffe) === 0xfffe ? '\ufffd' : c
	).join('').normalize('NFC').replace(/ +/g, ' ').trim();
}

function quote(text) {
	const all = Array.from(shown(text)), sign = RegExp('[^\\p{L}\\p{N}]|[\u1160-\u11ff]', 'u');
	return all.map((c, i) => /[!"#$&*:;<=>@[\\\]^`{|}~+%\uff03\uff3f\ufffd]/.test(c) ||
		/(RFC|PM[iİı]D|[iİı][sſ]BN)$/i.test(all.slice(i > 3 ? i - 3 : 0, i + 1).join('')) ||
		/['_-]/.test(c) && (c === all[i - 1] || c === all[i + 1]) ||
		/[?»›]/.test(c) && all[i - 1] === ' ' || /[«‹]/.test(c) && all[i + 1] === ' ' ||
		!i && sign.test(c) || i === all.length - 1 && /['_/-]/.test(c) ? `&#${c.codePointAt()};` : c).join('');
}

function decode(text) {
	return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (all, ten, hex, name) => {
		const code = ten || parseInt(hex, 16);
		return code < 0x110000 ? String.fromCodePoint(code) : NAMED[name] || all;
	});
}

function unquote(text) {
	return text.replace(/(?:%[\da-f]{2})+/gi, run => {
		try {
			return decodeURIComponent(run);
		} catch (e) {
			return '\ufffd';
		}
	});
}

function plain(wikitext) {
	return shown(decode(wikitext.replace(/<!--[^]*?(-->|$)/g, '').replace(/\[(?:https?:)?\/\/[^\s\]]+ ([^\]]*)\]/g, '$1').replace(/\[\[:/g, '[[')
		.replace(/<br[^<>]*>/gi, ' ').replace(MARKUP, '')));
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

function fold(text) {
	return text.replace(MARKUP, ' ').normalize('NFKC').replace(MARKS, ' ').toLowerCase().replace(/\s+/g, ' ').replace(/^[ :*]+|[ :*]+$/g, '');
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

function normalise(name) {
	const folded = decode(name).replace(MARKS, '').normalize('NFC').replace(/[\s_]+/g, ' ').trim(), letter = folded.slice(0, 1).toUpperCase();
	return letter.length > 1 ? folded : letter + folded.slice(1);
}

// Gives a name as the wiki has it; empty: it is none.
function nameOf(text) {
	const name = normalise(text.replace(/[#/][^]*/, ''));
	return /^:|[<>[\]{}|\0-\x1f\x7f-\x9f\ufffd\ufdd1-\ufdef]|~~~/.test(name) ? '' : name;
}

// Gives whose page a title is; empty: nobody's.
function ownerOf(title, {users, prefixes}) {
	const plain = decode(unquote(title)).replace(MARKS, '').replace(/[\s_]+/g, ' '),
		found = RegExp(`^[: ]*(?:(?:${prefixes}) ?: ?){0,4}(?:${users})(?: ?(?:${users}))*([^]*)`, 'iu').exec(plain);
	return found ? nameOf(last(found)) : '';
}

// Namespaces of a letter or two end other words too: in small letters they are none.
function isOdd(space) {
	return space.length < 4 && space[0] === space[0].toLowerCase();
}

// Gives the name without brackets behind the first sign, as long as the bot's `bare_users` has it.
function bare(text, head) {
	const heads = RegExp(head, 'giu');
	let next;
	while ((next = heads.exec(text)) && isOdd(next[2])) {
		heads.lastIndex--;
	}
	const until = next ? next.index + next[1].length : text.length,
		region = /^(?:[^\n\r\t|[\]{}<>#/,،、;؛"“”„«»•·=。！？（）&]+|&(?:#\w{1,8};|\w{2,8};)?)*/.exec(text.slice(1, until))[0],
		name = region.replace(RegExp(`(?:''|~~~|--|\\s*\\((?!W[A-Z]{2,5}\\))|\\s[-–—]\\s|[–—]\\s|\\s&\\s|\\s{3}|\\s\\d{1,2}[:h]\\d\\d(?!\\d)|\\s\\d{1,2}\\.?\\s(?:de\\s)?${LETTER}{3,12}\\.?\\s(?:de\\s)?\\d{4}(?!\\d))[^]*`, 'u'), '')
			.replace(RegExp(`(${LETTER}{3})[.!?:]\\s[^]*`, 'u'), '$1');
	return (name.length === until - 1 ? name.replace(/(\s(and|with|y|e|et|und|or|o|ou|oder|و|&|\+))+\s*$/i, '') : name).replace(/[ \xa0_.,:;!?–—~'*\u200e\u200f-]+$/, '');
}

// Tells whom a cell names first: 'me', 'other', nobody; 'template': me, in a template of which it isn't known.
function named(text, me, config) {
	const {users, special, prefixes, templates, naming} = config, chain = `(?:${prefixes}):`, head = `(^|[^\\p{L}\\p{N}-](?=${chain})|[^\\p{L}\\p{N}/_%](?!${chain}))(?:${chain}){0,4}(${users.replace(/ /g, '[ _]')}|(?:${special}) ?:(?:[^\\s/:|[\\]{}<>]{1,40}/)?)`,
		places = RegExp(`\\[\\[([^[\\]{}|<>\\n]*)(?=\\]\\]|\\|)|\\{\\{([^{}|[\\]<>]+)\\|([^{}]*)|(\\[|https?:)//([^\\s[\\]{}|<>"]*)|${head}`, 'giu');
	let found, result = '';
	while (!result && (found = places.exec(text))) {
		const [, title, template, values, , address, , space] = found, at = places.lastIndex, isNaming = naming.includes(fold((template || '').replace(RegExp(`^\\s*(?:(?:safe)?subst:\\s*)?(?:${templates}|msg|) ?:`, 'i'), '')));
		let name = '';
		if (template) {
			const given = {};
			let position = 0;
			values.replace(/\[\[([^[\]|]*)[^[\]]*\]\]/g, '$1').split('|').forEach(each => {
				const [, key, value] = /^(?:\s*([^=]*?)\s*=)?([^]*)/.exec(each);
				given[key === undefined ? ++position : /^user([ _]?name)?$/i.test(key) ? 1 : key] = ownerOf(value, config) || nameOf(decode(unquote(value)));
			});
			const people = Object.keys(given).filter(key => !isNaming || key > 0).map(key => given[key]).filter(Boolean);
			name = isNaming ? given[1] || people[0] : people.includes(me) ? me : '';
			places.lastIndex = name ? at : found.index + 2;
		} else if (space) {
			const begins = space.length > 3 && /(^|[\n|!>])[ \t:*#'\u200e\u200f]{0,20}$/.test(text.slice(0, at - space.length)),
				written = isOdd(space) || /^\s/.test(text.slice(at)) && !begins ? '' : bare(text.slice(at - 1, at + 300), head);
			name = written && ownerOf(space + written, config);
			places.lastIndex = name ? at : at - 1;
		} else {
			const page = address && ADDRESS.exec(text[found.index - 1] === '[' || text[found.index] === '[' ? address : address.replace(/[.,:;!?']+$/, ''));
			name = ownerOf(address ? page ? page[1] : '' : title, config);
		}
		result = name && (name !== me ? 'other' : template && !isNaming ? 'template' : 'me');
	}
	return result;
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
					who = texts.map(each => named(each, me, config)).find(each => /me|template/.test(each)), rest = texts.join(' ').replace(STRUCK, ' ');
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
