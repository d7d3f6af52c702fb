/* One person's row in a sign-up table: wikitext in, wikitext out. What can't surely be followed is refused. */
const rows = (function () {
	// Signs for what is set aside, in its place: what vanishes, tags with their content, templates, what is odd.
	const GONE = '\ufdd0', OPAQUE = '\ufdd1', UNKNOWN = '\ufdd2', ODD = '\ufdd3',
		USER = 'user|usuari|usuári|utilis|utiliz|مستخدم|benutz|utente|gebruiker|участни|користувач|użytkow',
		MARKUP = /<[^<>]*>|'{2,}|\[\[(?:[^[\]|]*\|)?|\]\]/g,
		MARKS = /[\xad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufdd0]/g,
		STRUCK = /<(s|strike|del)(?![a-z])[^<>]*>([^]*?)(?:<\/\1\s*>|$)/gi,
		NAMED = {amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', commat: '@', period: '.', plus: '+'},
		REFUSED = [
			['html', /<\/?(?:t[dhr]|table|caption|tbody|thead)(?![a-z])/i],
			// Braces left over, tags with separators, late captions, comments in markup, links that take cells along.
			['odd', RegExp('\\ufdd3|\\{\\{|\\}\\}|\\{\\ufdd2|\\ufdd2\\}|</?[a-z][^<>]*[|!\\n{[][^<>]*>|\\n[^\\n]*\\n[ \\t\\ufdd0]*\\|\\+|' +
				`[|!{]\\ufdd0+[|!}+-]|\\[\\[(?![^\\]|]*(?:${USER}))[^[\\]{}|<>#\\n:]+:[^[\\]|\\n]+\\|[^[\\]]*(?:\\|\\||!!|\\n)[^[\\]]*(?:\\]\\]|\\[\\[)`, 'i')]
		],
		last = list => list[list.length - 1], isUser = text => RegExp(USER, 'i').test(text), without = (text, sign) => text.split(sign).join('');

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

	function plain(wikitext) {
		return shown(decode(wikitext.replace(/<!--[^]*?(-->|$)/g, '').replace(/\[(?:https?:)?\/\/[^\s\]]+ ([^\]]*)\]/g, '$1').replace(/\[\[:/g, '[[')
			.replace(/<br[^<>]*>/gi, ' ').replace(MARKUP, '')));
	}

	// Sets aside comments and tags (`seen`), and templates too (`masked`).
	function mask(text, {tags}) {
		const marks = RegExp(`<(?:!--|(?:(${tags.join('|')}|includeonly)|/?(?:translate|tvar|noinclude|onlyinclude))(?=[\\s>]|/>))`, 'gi');
		let found, masked, more = true, seen = text;
		while ((found = marks.exec(text))) {
			const at = found.index, name = found[1], rest = text.slice(at), isComment = rest[1] === '!',
				whole = RegExp(name ? `^<[^>]*?(?:/>|>[^]*?</${name}\\s*>)` : isComment ? '^<!--[^]*?-->' : '^<[^>]*>', 'i').exec(rest),
				// Where comments fill a line, its end goes too.
				line = isComment && /\n[ \t]*$/.test(text.slice(0, at)) && /^(?:[ \t]*<!--[^]*?-->)+[ \t]*\r?\n/.exec(rest),
				length = (line || whole || [isComment ? rest : '<'])[0].length, sign = !whole ? ODD : name && !/^inc/i.test(name) ? OPAQUE : GONE;
			marks.lastIndex = at + length;
			seen = seen.slice(0, at) + sign.repeat(length) + seen.slice(at + length);
		}
		for (masked = seen; more;) {
			more = false;
			masked = masked.replace(/\{\{([^{}]*)\}\}/g, (whole, inner) => {
				more = true;
				return (/^\s*(#?[^\s#<>[\]|:(!=]+:|[^\s#<>[\]|(!=][^#<>[\]|]*(\||$))/.test(inner) && !/\n=/.test(inner) &&
					inner.split('[[').length === inner.split(']]').length ? UNKNOWN : ODD).repeat(whole.length);
			});
		}
		return {text, seen, masked, tables: []};
	}

	// Reads tables line by line, as MediaWiki's doTableStuff does.
	function read(text, config) {
		const page = mask(text, config), open = [], marks = /(?:^|\n)[ \t\r\v\ufdd0]*([|!:{][^\n]*)/g;
		let found;
		while ((found = marks.exec(page.masked))) {
			const line = found[1], table = last(open), start = /^:*[ \t\r\v\f]*\{\|/.exec(line);
			let at = marks.lastIndex - line.length, before = found.index;
			if (start) {
				if (table && table.cell) {
					table.cell.inner = table.cell.inner || at;
				}
				open.push({start: at + start[0].length - 2, end: text.length, rows: []});
				page.tables.push(last(open));
			} else if (table && /^[|!]/.test(line)) {
				const begin = cell => {
					if (table.cell) {
						table.cell.end = before;
					}
					table.cell = cell;
				};
				if (/^\|[-+}]/.test(line)) {
					begin();
					table.row = null;
					if (line[1] === '}') {
						Object.assign(open.pop(), {end: before, isClosed: true});
					}
					continue;
				}
				if (!table.row) {
					table.rows.push(table.row = {start: at, cells: []});
				}
				for (const part of (line[0] === '!' ? line.replace(/!!/g, '||') : line).slice(1).split('||')) {
					const bar = part.indexOf('|'), head = part.slice(0, Math.max(bar, 0)), isUnknown = head.includes(UNKNOWN),
						isContent = bar < 0 || /\[\[|-\{/.test(head) || isUnknown && !head.includes('=');
					begin({page, isUnknown, attributes: isContent ? '' : head, start: at + 1 + (isContent ? 0 : bar + 1), end: text.length});
					table.row.cells.push(table.cell);
					before = at + 1 + part.length;
					at = before + 1;
				}
			}
		}
		for (const {rows} of page.tables) {
			rows.forEach((row, i) => row.cells.forEach(({attributes}) => {
				if (/(row|col)span/i.test(attributes)) {
					// As many rows as the largest number that is written there; all, if it can't be read.
					const reach = /rowspan\W*[1-9]/i.test(attributes) ? Math.max(...attributes.match(/\d+/g)) : /rowspan/i.test(attributes) ? 1e9 : 1;
					rows.slice(i, i + reach).forEach(each => {
						each.isTouched = true;
					});
					rows.isReaching = rows.isReaching || i + reach > rows.length;
				}
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

	// Tells whom a title means: 'me', 'other', or nobody.
	function whose(title, me) {
		let result = '';
		try {
			title = decodeURIComponent(title);
		} catch (e) {
			// It is written plainly.
		}
		decode(title).split('#')[0].split(':').forEach((prefix, i, parts) => {
			const [name, below] = parts.slice(i + 1).join(':').split('/'), isSpecial = /^\W*(spe[cz]ial|especial|spécial|خاص)\W*$/i.test(prefix);
			if (prefix.trim() && name) {
				result = result || (normalise(isSpecial ? below || '' : name) === me ? 'me' : isUser(prefix) ? 'other' : '');
			}
		});
		return result;
	}

	// Tells whom a cell names first; 'template': me, in a template of which it isn't known.
	function named(text, me, config) {
		const places = RegExp('\\[\\[([^[\\]{}|<>\\n]*)[\\]|]|\\{\\{([^{}|]+)\\|([^{}]*)\\}\\}|https?://[^\\s[\\]|]*?(?:/wiki/|title=)([^\\s[\\]|&?#]+)|' +
			`(?:${USER})[^:[\\]{}|<>\\n]{0,30}:([^[\\]{}|<>\\n/]+)`, 'gi');
		let found, result = '';
		while (!result && (found = places.exec(text))) {
			const [, link, template, values, address, bare] = found, name = bare && normalise(bare);
			if (template) {
				const all = values.split('|').map(each => each.replace(/^[^=[]*=|\[\[|\]\]/g, '')).map(each => normalise(each) === me ? 'me' : whose(each, me)),
					isNaming = config.naming.includes(fold(template));
				result = isNaming && all[0] === 'me' ? 'me' : all.includes('me') ? 'template' : isNaming && 'other';
			} else if (bare) {
				result = name.startsWith(me) && /^($| ?[.,،;؛()"“”„«»•·=!]|''|--| [-–—&\d])/.test(name.slice(me.length)) ? 'me' : name && 'other';
			} else {
				result = whose(link || address || '', me);
			}
		}
		return result;
	}

	function isWithdrawn({masked}, {start}, {withdrawn}) {
		const above = [], known = withdrawn.map(fold);
		masked.slice(0, start).replace(/^(={1,6})(.+?)\1[ \t\r\ufdd0]*$/gm, (all, {length}, text) => {
			above.splice(length, 9, ...Array(Math.max(0, length - above.length)).fill(''), without(text, GONE).replace(/[([][^()[\]]*[)\]]/g, ' '));
		});
		return above.some(text => fold(text) && text.split(/[/|•·]/).map(fold).every(part => !part || known.some(word =>
			part === word || word.includes(' ') && part.startsWith(word + ' '))));
	}

	// Finds the person's row, or the table for it; refuses what can't surely be changed.
	function locate(text, config, username) {
		const me = normalise(username), page = read(text, config), mine = [], sheets = [];
		for (const table of page.tables) {
			const heads = table.rows.find(row => 'user' in columnsOf(row, config));
			if (heads && !isWithdrawn(page, table, config)) {
				const sheet = {page, me, config, table, heads, columns: columnsOf(heads, config), state: 'none'};
				sheets.push(sheet);
				for (const row of table.rows.slice(table.rows.indexOf(heads) + 1)) {
					const user = row.cells[sheet.columns.user], who = (row.isTouched || !user ? row.cells : [user]).map(cell => named(content(cell), me, config));
					if (who.some(each => /me|template/.test(each)) && (user || row.isTouched)) {
						const seen = content(user || row.cells[0]), rest = seen.replace(STRUCK, ' ');
						mine.push(Object.assign({}, sheet, {row, who: who[0], state: rest !== seen && !named(rest, me, config) ? 'struck' : 'in'}));
					}
				}
			}
		}
		if (!sheets.length || mine.length > 1) {
			refuse(mine.length ? 'twice' : /<table/i.test(page.masked) ? 'html' : page.tables.length ? 'no-user-column' : 'no-table', mine.length && mine[1].row.start);
		}
		check(mine[0] || sheets[0]);
		return mine[0] || sheets[0];
	}

	function check({page: {masked, seen}, table, heads, row, who, me, config}) {
		const {start, end} = table, inside = masked.slice(start, end), cells = row ? row.cells : [];
		for (const [reason, pattern] of REFUSED) {
			const at = inside.search(pattern);
			if (at >= 0) {
				refuse(reason, start + at);
			}
		}
		inside.replace(/\n[ \t\ufdd0]*(\ufdd2+)/g, (all, {length}, offset) => {
			const at = start + offset + all.length - length, parts = seen.slice(at + 2, at + length).split(/[|{}=[\]:]+/);
			if (row && at >= row.start && at < last(cells).end ? !config.naming.includes(fold(parts[0])) : parts.map(normalise).includes(me)) {
				refuse('template', at);
			}
		});
		const isOdd = masked.slice(0, start).includes('{{') && masked.slice(end).includes('}}') || cells.some(cell => cell.inner || cell.isUnknown),
			reason = isOdd ? 'odd' : who === 'template' ? who : heads.isTouched || (row ? row.isTouched : table.rows.isReaching) ? 'spans' : '';
		if (reason) {
			refuse(reason, (row || table).start);
		}
	}

	// Gives where a cell's own text stands: without blanks, comments and vanishing tags around it.
	function core({page, start, end}) {
		const masked = page.masked.slice(start, end), blank = /^[\s\ufdd0]*/.exec(masked)[0].length, from = start + (blank < masked.length ? blank : 0),
			to = Math.max(from, start + masked.replace(/[\s\ufdd0]+$/, '').length);
		return {from, to, raw: page.text.slice(from, to), isBroken: page.masked.slice(from, to).includes('\n')};
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
			const {from, to, raw, isBroken} = core(cell), value = wanted[i] === undefined ? raw : wanted[i],
				more = i < cells.length - 1 ? [] : Array.from(wanted.slice(cells.length), each => each ? ` ${each}` : '');
			if (value === raw && !more.length) {
				return text;
			}
			if (isBroken && !table.isClosed || /<!--T:|<\/?t(ranslate|var)/i.test(raw)) {
				refuse('odd', from);
			}
			let after = text.slice(to), put = value;
			if (value && !raw) {
				after = after.replace(/^[ \t]+/, '');
				put = ` ${value}${/^[\r\n]|^$/.test(after) ? '' : ' '}`;
			}
			return text.slice(0, from) + put + more.map(each => (isBroken ? '\n|' : ' ||') + each).join('') + after;
		}, page.text);
	}

	function add({page: {text, masked}, table, heads, columns, me}, values) {
		const cell = last(last(table.rows).cells), end = cell.end, keys = Object.keys(columns), put = (each, i) => {
			const key = keys.find(name => columns[name] === i), value = key && quote(values[key] || '');
			return key === 'user' ? ` [[User:${me.replace(/&|'(?=')/g, c => `&#${c.charCodeAt()};`)}|${quote(me)}]]` : value ? ` ${value}` : '';
		};
		if (!table.isClosed && (cell.inner || /\n=/.test(masked.slice(cell.start)))) {
			refuse('odd', end);
		}
		const place = !table.isClosed ? text.replace(/\s+$/, '').length : masked.slice(end, table.end).includes(UNKNOWN) ? table.end : end,
			eol = text[place - 1] === '\r' ? '\r' : '';
		return `${text.slice(0, place)}\n|-${eol}\n|${heads.cells.map(put).join(' ||')}${eol}${text.slice(place)}`;
	}

	// Reads the result again: all other rows as before, one's own as intended.
	function sure(before, text, state, intended) {
		const after = locate(text, before.config, before.me), others = ({page, row, table}) => JSON.stringify(page.tables.map(each =>
			each.start < table.start && each.end > table.end || each.rows.filter(one => one !== row).map(one => one.cells.map(content))));
		if (after.state !== state || others(before) !== others(after) ||
			Object.keys(before.columns).some(key => key !== 'user' && plain(rawOf(after, key)) !== intended(key))) {
			refuse('odd', (before.row || before.table).start);
		}
		return {ok: true, text};
	}

	function open({state, columns, row}, sheet) {
		const values = {}, raw = {};
		for (const key in row && columns) {
			raw[key] = rawOf(sheet, key);
			values[key] = plain(raw[key]);
		}
		return {ok: true, state, columns: Object.keys(columns).sort((a, b) => columns[a] - columns[b]), values, raw};
	}

	function change({row, columns, state, table}, sheet, values) {
		const isAsked = key => key !== 'user' && key in values;
		if (Object.keys(values).some(key => isAsked(key) && values[key] && !(key in columns))) {
			refuse('odd', table.start);
		}
		return sure(sheet, row ? rewrite(sheet, (raw, key) => isAsked(key) && plain(raw) !== shown(values[key]) ? quote(values[key]) :
			state === 'struck' ? raw.replace(STRUCK, '$2') : raw) : add(sheet, values), 'in', key => isAsked(key) ? shown(values[key]) : plain(rawOf(sheet, key)));
	}

	function leave({row, state, page}, sheet) {
		return !row ? {ok: true, text: page.text} : sure(sheet, rewrite(sheet, (raw, key) =>
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
			return {ok: false, reason: refusal.reason, line: text.slice(0, refusal.at).split('\n').length};
		}
	};

	// Gives the kind of the private data in a text; each rule says what it looks like, and beside what it is something else.
	function findPrivate(text, {private: {gone, alike, other, rules}}) {
		let seen = decode(text.replace(RegExp(gone, 'gi'), '')).replace(MARKS, '').normalize('NFKC').replace(/[٠-٩۰-۹]/g, c => c.charCodeAt() & 15);
		alike.forEach(([sign, pattern]) => (seen = seen.replace(RegExp(pattern, 'g'), sign)));
		const rest = seen.replace(RegExp(other, 'giu'), GONE), found = rules.find(({find, unless}) => {
			const places = RegExp(find, 'giu'), all = unless ? rest : seen;
			let place, isFound;
			while (!isFound && (place = places.exec(all))) {
				isFound = !unless || !RegExp(unless, 'iu').test(`${all.slice(0, place.index)}⟨${place[0]}⟩${all.slice(places.lastIndex)}`);
				places.lastIndex = place.index + 1;
			}
			return isFound;
		});
		return found ? found.kind : null;
	}

	return {open: answer(open), change: answer(change), leave: answer(leave), quote, plain, findPrivate};
}());
