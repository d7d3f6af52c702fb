/* One person's row in a sign-up table: wikitext in, wikitext out. What can't surely be followed is refused. */
const rows = (function () {
	// What is set aside, each character in its place: what vanishes, tags with their content, templates.
	const GONE = '\ufdd0', OPAQUE = '\ufdd1', UNKNOWN = '\ufdd2',
		TAGS = 'nowiki|pre|gallery|indicator|ref|references|poem|syntaxhighlight|source|math|chem|ce|score|' +
			'timeline|graph|mapframe|maplink|hiero|imagemap|inputbox|templatedata|templatestyles|' +
			'categorytree|charinsert|section|phonos|tabs?|languages|includeonly',
		VANISHING = '/?(?:translate|tvar|noinclude|onlyinclude)',
		USER = 'user|usuari|usuári|utilis|utiliz|مستخدم|benutzer|utente|gebruiker|участни|користувач|użytkowni',
		NAMING = /^(u|ut|ulx?|u[2']|user[ -]?(\d|links?|talk|page|c)?|no ?ping|reply( to|to)?|re|rto|yo|@|to|mention|ping( user)?|usuari[oa]|usuári[oa]|utilisat(eur|rice)|utilizadora?|benutzer(in)?|مستخدمة?|إشارة|رد)$/,
		MARKUP = /<[^<>]*>|'{2,}|\[\[(?:[^[\]|]*\|)?|\]\]/g,
		MARKS = /[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufdd0]/g,
		STRIKE = /<\/?(?:s|strike|del)(?![a-z])[^<>]*>/gi,
		STRUCK = /<(s|strike|del)(?![a-z])[^<>]*>[^]*?(?:<\/\1\s*>|$)/gi,
		NAMED = {amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', lrm: '', rlm: '', commat: '@', period: '.', plus: '+'};

	function refuse(reason, at) {
		throw {reason, at};
	}

	// Gives the letters that quoted text shows, as the bot's own quoting does.
	function shown(text) {
		return Array.from(text.replace(/[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g, ' ')
			.replace(/[\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb]/g, ''), c =>
			/^[\0-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]$/.test(c) || (c.codePointAt() & 0xfffe) === 0xfffe ? '\ufffd' : c
		).join('').normalize('NFC').replace(/ +/g, ' ').trim();
	}

	function quote(text) {
		const all = Array.from(shown(text)), sign = new RegExp('[^\\p{L}\\p{N}]|[\u1160-\u11ff]', 'u'), last = all.length - 1;
		return all.map((c, i) => /[!"#$&*:;<=>@[\\\]^`{|}~+%\uff03\uff3f\ufffd]/.test(c) ||
			/(RFC|PM[iİı]D|[iİı][sſ]BN)$/i.test(all.slice(Math.max(0, i - 3), i + 1).join('')) ||
			/['_-]/.test(c) && (c === all[i - 1] || c === all[i + 1]) ||
			/[?»›]/.test(c) && all[i - 1] === ' ' || /[«‹]/.test(c) && all[i + 1] === ' ' ||
			!i && sign.test(c) || i === last && /['_/-]/.test(c) ? `&#${c.codePointAt()};` : c).join('');
	}

	function decode(text) {
		return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (all, ten, hex, name) => {
			const code = ten ? +ten : parseInt(hex, 16);
			return name ? name in NAMED ? NAMED[name] : all : code < 0x110000 ? String.fromCodePoint(code) : all;
		});
	}

	function plain(wikitext) {
		return shown(decode(wikitext.replace(/<!--[^]*?(-->|$)/g, '')
			.replace(/<nowiki>([^]*?)<\/nowiki\s*>/gi, (all, inner) => inner.replace(/[<>[\]'{}]/g, c => `&#${c.charCodeAt()};`))
			.replace(/\[(?:https?:)?\/\/[^\s\]]+ ([^\]]*)\]/g, '$1').replace(/\[\[:/g, '[[')
			.replace(/<br[^<>]*>/gi, ' ').replace(MARKUP, '')));
	}

	// Sets aside comments and tags (`seen`), templates too (`masked`), and notes what is odd.
	function mask(text) {
		const page = {text, seen: text, templates: [], odd: [], html: []}, stack = [],
			fill = (from, start, end, sign) => from.slice(0, start) + sign.repeat(end - start) + from.slice(end),
			tags = new RegExp(`<!--|<(?:(${TAGS})|${VANISHING})(?=[\\s>]|/>)`, 'gi'),
			marks = /(\{\{+)|(\}\}+)|(\[\[)|\]\]|<\/?([a-z]+)[^<>]*>/gi;
		let found;
		while ((found = tags.exec(text))) {
			const at = found.index, name = found[1], comment = text[at + 1] === '!';
			let rest, end = text.indexOf(comment ? '-->' : '>', tags.lastIndex) + 1;
			if (end && comment) {
				end += 2;
				// Where comments fill a line, its end goes too.
				rest = /^(?:[ \t]*<!--[^]*?-->)*[ \t]*\r?\n/.exec(text.slice(end));
				end += rest && /\n[ \t]*$/.test(text.slice(0, at)) ? rest[0].length : 0;
			} else if (end && name && text[end - 2] !== '/') {
				rest = new RegExp(`</${name}\\s*>`, 'i').exec(text.slice(end));
				end = rest && end + rest.index + rest[0].length;
			}
			if (!end) {
				page.odd.push(at);
				end = comment ? text.length : at;
			}
			page.seen = fill(page.seen, at, end, name && !/^inc/i.test(name) ? OPAQUE : GONE);
			tags.lastIndex = Math.max(end, at + 1);
		}
		while ((found = marks.exec(page.seen))) {
			const end = marks.lastIndex;
			let at = found.index, top = stack[stack.length - 1];
			if (found[4]) {
				marks.lastIndex = at + 1;
				if (/^(t[dhr]|table|caption|tbody|thead)$/i.test(found[4])) {
					page.html.push(at);
				} else if (/[|!\n{[]/.test(found[0])) {
					page.odd.push(at);
				}
			} else if (found[1] || found[3]) {
				stack.push({at, size: found[1] ? end - at : 0});
			} else if (!found[2] && top && !top.size) {
				stack.pop();
			}
			while (found[2] && top && top.size && end - at > 1) {
				const size = Math.min(top.size, end - at, 3), start = top.at + top.size - size, inner = page.seen.slice(start + size, at);
				at += size;
				top.size -= size;
				page.templates = page.templates.filter(each => each.end <= start).concat({start, end: at, inner});
				if (size > 2 || top.size === 1 || !/^[ \t]*(#?\w+:|[^\s#<>[\]{}|][^#<>[\]{}|]*(\||$))/.test(inner) ||
					/^[ (]*![!)-]*$|^=$|\n=.*$/.test(inner)) {
					page.odd.push(start);
				}
				if (top.size < 2) {
					stack.pop();
				}
				top = stack[stack.length - 1];
			}
		}
		page.odd.push(...stack.filter(each => each.size).map(each => each.at));
		page.masked = page.templates.reduce((text, each) => fill(text, each.start, each.end, UNKNOWN), page.seen);
		return page;
	}

	// Reads tables line by line, as MediaWiki's doTableStuff does.
	function read(text) {
		const page = mask(text), masked = '\n' + page.masked, open = [], marks = /\n[ \t\r\v\ufdd0]*[|!:{]/g;
		let found;
		page.tables = [];
		while ((found = marks.exec(masked))) {
			const before = Math.max(found.index - 1, 0), places = [], table = open[open.length - 1];
			let at = marks.lastIndex - 2, line = '', offset = 1;
			for (; at < text.length && page.masked[at] !== '\n'; at++) {
				if (page.masked[at] !== GONE) {
					line += page.masked[at];
					places.push(at);
				}
			}
			line = line.replace(/[ \t\r\v]+$/, '');
			const start = /^:*[ \t\r\v\f]*\{\|/.exec(line), kind = line.slice(0, 2), header = line[0] === '!';
			if (start) {
				if (table && table.cell) {
					table.cell.inner = table.cell.inner || places[0];
				}
				open.push({start: places[start[0].length - 2], end: text.length, rows: []});
				page.tables.push(open[open.length - 1]);
			} else if (table && /^[|!]/.test(kind)) {
				const end = place => {
					if (table.cell) {
						table.cell.end = table.row.end = place;
					}
				};
				end(before);
				if (kind === '|}') {
					table.end = before;
					table.closed = true;
					open.pop();
				} else if (kind === '|-' || kind === '|+') {
					table.cell = table.row = null;
					table.marker = places[0];
					page.odd.push(...kind === '|+' && table.rows.length ? [before] : []);
				} else {
					(header ? line.replace(/!!/g, '||') : line).slice(1).split('||').forEach(part => {
						let bar = part.indexOf('|');
						const attributes = part.slice(0, Math.max(bar, 0)), unknown = attributes.includes(UNKNOWN);
						if (/\[\[|-\{/.test(attributes) || unknown && !attributes.includes('=')) {
							bar = -1;
						}
						if (offset > 1) {
							end(places[offset - 2]);
						}
						if (!table.row) {
							table.rows.push(table.row = {start: places[0], cells: []});
						}
						table.cell = {page, header, unknown, attributes: bar < 0 ? '' : attributes, start: places[offset + bar] + 1};
						table.cell.end = table.row.end = text.length;
						table.row.cells.push(table.cell);
						offset += part.length + 2;
					});
				}
			}
		}
		page.tables.forEach(markSpans);
		return page;
	}

	// Notes which rows are touched by cells that span places; what isn't surely read spans all that follow.
	function markSpans(table) {
		table.rows.forEach((row, i) => row.cells.forEach(({attributes}) => {
			const spans = attributes.match(/(row|col)span/gi) || [], down = /rowspan\s*=\s*["']?(\d{1,5})["'\s]*(?![^\s])/i.exec(attributes + ' '),
				rows = !/row/i.test(spans) ? 1 : spans.length < 3 && down && +down[1] || Infinity;
			table.rows.slice(i, spans.length ? i + rows : i).forEach(each => {
				each.touched = true;
			});
			table.reaching = table.reaching || i + rows > table.rows.length;
		}));
	}

	function fold(text) {
		return text.replace(MARKUP, ' ').normalize('NFKC').replace(MARKS, ' ').toLowerCase().replace(/\s+/g, ' ').replace(/^[ :*]+|[ :*]+$/g, '');
	}

	function content(cell) {
		return cell ? cell.page.seen.slice(cell.start, cell.inner || cell.end).split(GONE).join('').trim() : '';
	}

	// Gives the index of each column that a row of headings makes known.
	function columnsOf(row, config) {
		const known = new Map(), columns = {};
		Object.keys(config.columns).forEach(key => config.columns[key].forEach(name => known.set(fold(name), key)));
		row.cells.forEach((cell, i) => {
			const text = content(cell), parts = text.replace(MARKUP, '').split(/[/|•·\n]| - /),
				key = [text].concat(parts).map(name => known.get(fold(name))).find(Boolean);
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
			// It is no encoded title.
		}
		decode(title).split('#')[0].split(':').forEach((prefix, i, parts) => {
			const [name, below] = parts.slice(i + 1).join(':').split('/');
			if (!result && prefix.trim() && name) {
				result = normalise(/^\W*(spe[cz]ial|especial|spécial|خاص)\W*$/i.test(prefix) ? below || '' : name) === me ? 'me' :
					RegExp(USER, 'i').test(prefix) ? 'other' : '';
			}
		});
		return result;
	}

	// Tells whom a cell names first; 'template': me, in a template that isn't known to name people.
	function named(text, me) {
		const places = RegExp('\\[\\[([^[\\]{}|<>\\n]*)(?:\\]\\]|\\|)|\\{\\{([^{}|]+)\\|([^{}]*)\\}\\}|' +
			`https?://[^\\s[\\]|]*?(?:/wiki/|title=)([^\\s[\\]|&?#]+)|(?:${USER})[^:[\\]{}|<>\\n]{0,30}:([^[\\]{}|<>\\n/]+)`, 'gi');
		let found, result = '', hidden = '';
		while (!result && (found = places.exec(text))) {
			const [, link, template, values, address, bare] = found;
			if (template) {
				const value = values.split(/\|(?![^[]*\]\])/).filter(each => !/^(?!\s*(1|user( ?name)?)\s*=)[^[]*=/i.test(each))[0] || '',
					name = value.replace(/^[^[=]*=/, '').replace(/^\s*\[\[|(\|.*)?\]\]\s*$/g, ''),
					who = whose(name, me) || (normalise(name) === me ? 'me' : name.trim() && 'other');
				if (NAMING.test(normalise(template).toLowerCase())) {
					result = who;
				} else if (who === 'me') {
					hidden = 'template';
				}
			} else if (bare) {
				const name = normalise(bare), after = name.slice(me.length);
				result = !name ? '' : name.startsWith(me) && /^$|^ ?[.,،;؛()"“”„«»•·=!]|^''|^--|^ [-–—&\d]/.test(after) ? 'me' : 'other';
			} else {
				result = whose(link || address || '', me);
			}
		}
		return result || hidden;
	}

	function isWithdrawn(page, table, config) {
		const above = [], known = (config.withdrawn || []).map(fold), headings = /^(={1,6})(.+?)\1[ \t\r\ufdd0]*$/gm;
		let found;
		while ((found = headings.exec(page.masked.slice(0, table.start)))) {
			above.length = Math.min(above.length, found[1].length);
			above[found[1].length] = found[2].split(GONE).join('').replace(/[([][^()[\]]*[)\]]/g, ' ');
		}
		return above.some(text => text.split(/[/|•·]/).filter(fold).every(part => known.some(word =>
			fold(part) === word || word.includes(' ') && fold(part).startsWith(word + ' '))));
	}

	// Finds the person's row, or the table for it; refuses what can't surely be changed.
	function locate(text, config, username) {
		const me = normalise(username), page = read(text), mine = [], sheets = [];
		let reason = page.html.length ? 'html' : page.tables.length ? 'no-user-column' : 'no-table';
		page.tables.forEach(table => {
			const heads = table.rows.findIndex(row => 'user' in columnsOf(row, config));
			if (heads >= 0 && isWithdrawn(page, table, config)) {
				reason = 'no-table';
			} else if (heads >= 0) {
				const sheet = {table, columns: columnsOf(table.rows[heads], config), width: table.rows[heads].cells.length, heads: table.rows[heads]};
				sheets.push(sheet);
				table.rows.slice(heads + 1).forEach(row => {
					const whoever = row.touched ? row.cells : [row.cells[sheet.columns.user]], who = whoever.map(cell => named(content(cell), me));
					if (who.some(each => /me|template/.test(each))) {
						mine.push({sheet, row, who: who[0]});
					}
				});
			}
		});
		if (!sheets.length) {
			refuse(reason, 0);
		}
		if (mine.length > 1) {
			refuse('twice', mine[1].row.start);
		}
		const at = Object.assign({page, me, config, sheet: sheets[0], row: null, state: 'none'}, mine[0]), {table, columns} = at.sheet;
		check(at);
		if (at.row) {
			const user = content(at.row.cells[columns.user]), rest = user.replace(STRUCK, ' ');
			at.state = rest !== user && !named(rest, me) ? 'struck' : 'in';
		}
		if (at.row ? at.row.touched : table.reaching) {
			refuse('spans', at.row ? at.row.start : table.end);
		}
		return at;
	}

	function check({page, sheet, row, who, me}) {
		const {table, heads} = sheet, within = (place, whole) => place >= whole.start && place < whole.end,
			links = /\[\[[ _]*([^[\]{}|<>#\n:]+):[^[\]{}|<>#\n]+\|(?:[^[\]]|\[\[[^[\]]*\]\])*\]\]/g;
		['html', 'odd'].forEach(reason => page[reason].forEach(place => within(place, table) && refuse(reason, place)));
		// A category or a picture takes along the cells that begin in its link.
		page.masked.replace(links, (link, space, at) => {
			if (/\|\||!!|\n/.test(link) && !RegExp(USER, 'i').test(space) && at < table.end && at + link.length > table.start) {
				refuse('odd', at);
			}
		});
		page.templates.forEach(({start, inner}) => {
			const [name, ...values] = inner.split('|'), naming = NAMING.test(normalise(name).toLowerCase());
			if (within(start, table) && /\n[ \t\ufdd0]*$/.test(page.masked.slice(0, start)) && (row && within(start, row) ? !naming :
				values.some(each => normalise(each.replace(/^[^=]*=/, '')) === me || whose(each, me) === 'me'))) {
				refuse('template', start);
			}
		});
		if (who === 'template') {
			refuse('template', row.start);
		}
		if (heads.touched) {
			refuse('spans', heads.start);
		}
		(row ? row.cells : []).forEach(cell => (cell.inner || cell.unknown) && refuse('odd', cell.start));
	}

	// Gives where a cell's own text stands: without blanks, comments and vanishing tags around it.
	function core({page, start, end}) {
		const inner = page.masked.slice(start, end), left = /^[\s\ufdd0]*/.exec(inner)[0].length;
		const from = left === inner.length ? start : start + left, to = start + inner.replace(/[\s\ufdd0]+$/, '').length;
		return {from, to, raw: page.text.slice(from, to), lines: page.masked.slice(from, to).includes('\n')};
	}

	function valueOf({row, sheet}, key) {
		const cell = row && row.cells[sheet.columns[key]];
		return cell ? core(cell).raw : '';
	}

	// Gives the page with the row's cells as `next(raw, key)` says; cells that the row lacks are added.
	function rewrite(at, next) {
		const {row, sheet, page} = at, wanted = {}, missing = [];
		let {text} = page;
		Object.keys(sheet.columns).forEach(key => {
			wanted[sheet.columns[key]] = next(valueOf(at, key), key);
		});
		row.cells.map((cell, i) => [cell, wanted[i]]).reverse().forEach(([cell, value], i) => {
			const {from, to, raw, lines} = core(cell), last = !i;
			const more = last ? Object.keys(wanted).filter(n => n >= row.cells.length && wanted[n]) : [];
			if (value !== undefined && value !== raw || more.length) {
				if (/<!--T:|\ufdd0(?![^]*$)/.test(raw) || lines && !sheet.table.closed) {
					refuse('odd', from);
				}
			}
			more.forEach(n => {
				missing[n - row.cells.length] = wanted[n];
			});
			let after = text.slice(to), put = raw;
			if (value !== undefined && value !== raw) {
				put = value;
				if (!raw) {
					after = after.replace(/^[ \t]+/, '');
					put = ` ${value}${/^[\r\n]|^$/.test(after) ? '' : ' '}`;
				}
			}
			const eol = text.slice(0, to).includes('\r\n') ? '\r\n' : '\n';
			put += Array.from(missing, each => (lines ? `${eol}|` : ' ||') + (each ? ` ${each}` : '')).join('');
			missing.length = 0;
			text = text.slice(0, from) + put + after;
		});
		return text;
	}

	function add({page, sheet, me}, values) {
		const {table, columns} = sheet, {rows} = table, last = rows[rows.length - 1], tail = core(last.cells[last.cells.length - 1]);
		let place = page.masked.slice(last.end, table.end).includes(UNKNOWN) ? table.end : last.end;
		if (!table.closed) {
			place = page.text.trim() && page.text.replace(/\s+$/, '').length;
			if (last.cells.some(cell => cell.inner) || /\n=/.test(page.masked.slice(tail.from))) {
				refuse('odd', last.start);
			}
		}
		const cells = Array.from({length: sheet.width}, (each, i) => {
			const key = Object.keys(columns).find(name => columns[name] === i), target = me.replace(/&(?=#?\w+;)|'(?=')/g, c => `&#${c.charCodeAt()};`);
			return key === 'user' ? ` [[User:${target}|${quote(me)}]]` : key && shown(values[key] || '') ? ' ' + quote(values[key]) : '';
		});
		const end = page.text[place - 1] === '\r' ? '\r' : '';
		return `${page.text.slice(0, place)}\n|-${end}\n|${cells.join(' ||')}${end}${page.text.slice(place)}`;
	}

	// Reads the result again: all other rows as before, one's own as intended.
	function sure(at, text, state, intended) {
		const after = locate(text, at.config, at.me), others = ({page, row, sheet: {table}}) => JSON.stringify(page.tables.map(each =>
			each.start < table.start && each.end > table.end ? 0 : each.rows.filter(one => one !== row).map(one => one.cells.map(content))));
		if (after.state !== state || others(at) !== others(after) || Object.keys(at.sheet.columns).some(key =>
			key !== 'user' && plain(valueOf(after, key)) !== intended(key))) {
			refuse('odd', (at.row || at.sheet.table).start);
		}
		return {ok: true, text};
	}

	function answering(work) {
		return function (text) {
			try {
				return work.apply(null, arguments);
			} catch (refusal) {
				if (!refusal.reason) {
					throw refusal;
				}
				return {ok: false, reason: refusal.reason, line: text.slice(0, refusal.at).split('\n').length};
			}
		};
	}

	function open(text, config, username) {
		const at = locate(text, config, username), {columns} = at.sheet, values = {}, raw = {}, keys = Object.keys(columns);
		keys.forEach(key => {
			raw[key] = valueOf(at, key);
			values[key] = plain(raw[key]);
		});
		return {ok: true, state: at.state, columns: keys.sort((a, b) => columns[a] - columns[b]), values: at.row ? values : {}, raw: at.row ? raw : {}};
	}

	function change(text, config, username, values) {
		const at = locate(text, config, username), asked = key => key !== 'user' && key in values;
		Object.keys(values).forEach(key => asked(key) && values[key] && !(key in at.sheet.columns) && refuse('odd', at.sheet.table.start));
		const result = at.row ? rewrite(at, (raw, key) => asked(key) && plain(raw) !== shown(values[key]) ? quote(values[key]) :
			at.state === 'struck' ? raw.replace(STRIKE, '') : raw) : add(at, values);
		return sure(at, result, 'in', key => asked(key) ? shown(values[key]) : plain(valueOf(at, key)));
	}

	function leave(text, config, username) {
		const at = locate(text, config, username);
		if (!at.row) {
			return {ok: true, text};
		}
		return sure(at, rewrite(at, (raw, key) => key !== 'user' ? '' : at.state === 'struck' ? raw : `<s>${raw}</s>`), 'struck', () => '');
	}

	/* Private data, much as the bot finds it */

	const DOT = '(?:[[({<] ?(?:dot|punto|point|ponto|نقطة|\\.) ?[\\])}>]| (?:dot|punto|point|ponto|نقطة) |\\{\\{ ?(?:dot|\\.) ?\\}\\})',
		AT = '(?:a|at|arroba|arobase?|آت|ات|@)', TO = '[^\\s[\\]{}|<>"(),;،]', MORE = '[ .()/-]{0,3}\\d', END = '(?![\\p{L}\\p{N}_%°])',
		YEAR = '(?:19[2-9]\\d|200\\d|201[0-6])(?!\\d)', DAY = '(?:^|[^\\d])\\d{1,2}(?:st|nd|rd|th|er|[oa°])?', MONTH = '\\p{L}{3,12}\\.?',
		DATE = `(?:${DAY}(?:[ ./-]{1,2}| (?:de|of) )(?:${MONTH}|\\d{1,2})(?:[ ./,،-]{1,2}| del? )${YEAR}|${MONTH} ?${DAY},? ${YEAR}|${YEAR}[./-]\\d{1,2}[./-]\\d{1,2}(?!\\d))`,
		GAP = '(?![\\p{L}\\p{N}])[^\\d\\n]{0,25}?',
		TELL = 't[eé]l|t[eé]l[eé](?:f|ph)[^\\W\\d]{0,6}|t[eé]l[eé]f\\p{L}{0,6}|phones?|mobile?|m[oó]vil|cel|celular|cell|portable|whats ?app|telem[oó]vel|fone|fax|gsm|sms|(?:call|text) me|(?:ال)?هاتف\\p{L}{0,3}|تلفون|(?:ال)?جوال\\p{L}{0,3}|موبايل|محمول|واتس ?(?:آب|اب)?',
		NUMBER_LINK = '(?:wa\\.me/|api\\.whatsapp\\.com/send/?\\?(?:\\w+=\\w*&)*phone=|(?:whatsapp|viber)://\\w+/?\\?(?:phone|number)=|tel:)(?:\\+|%2B)?\\d[\\d.()-]{5}',
		KINDS = [
			['email', `(?:^|[^@\\p{L}\\p{N}.+%'_-])[.+%'_-]*[\\p{L}\\p{N}][\\p{L}\\p{N}.+%'_-]*(?:(?:[ \\n]{0,2}(?:@|\\{\\{ ?(?:@|at|arroba|arobase) ?\\}\\}|[[({<] ?${AT} ?[\\])}>])|%40)\\s{0,2}[\\p{L}\\p{N}_-]{1,63}(?:(?:\\.| ?${DOT} ?)[\\p{L}\\p{N}_-]{1,63}){0,6}?(?:\\.| ?${DOT} ?)|\\s(?:at|arroba|arobase|آت)\\s{1,2}[\\p{L}\\p{N}_.-]{1,99}${DOT})\\p{L}{2,24}(?![\\p{L}\\p{N}])`],
			['email', '\\{\\{\\s?(?:no ?spam|spamless|e-?mail|courriel|correo)\\s?\\|[^{}|]{1,64}\\|[^{}|]{1,100}\\}\\}'],
			['phone', NUMBER_LINK],
			['chat', `(?:^|[^\\w.-])(?:(?:t\\.me|telegram\\.(?:me|dog)|wa\\.me|m\\.me|signal\\.(?:me|group)|chat\\.whatsapp\\.com|line\\.me|discord\\.gg|discord(?:app)?\\.com/(?:users|invite)|snapchat\\.com/add|join\\.skype\\.com|matrix\\.to/#|viber\\.me|u\\.wechat\\.com|threema\\.id)/|api\\.whatsapp\\.com/send/?\\?|(?:tg|whatsapp|viber|sgnl|weixin)://)${TO}*[\\w/=+-]|skype:${TO}{3}`],
			['chat', '(?:^|[^\\p{L}\\p{N}_])(?:tele?gram|signal|whats ?app|skype|discord|wechat|viber|ت[يل]{1,3}[جغ]رام|واتس ?آب|واتساب) ?(?:id|user|handle|me|usuario|compte|conta)? ?[:=]? {0,2}@[\\p{L}\\p{N}_.]{3}'],
			['birth', `(?:^|[^\\p{L}])(?:(?:(?:date|year) of birth|birth[ -]?date|dob|d\\.o\\.b\\.?|i was born|my birthday|(?:fecha|año) de nacimiento|nací|mi cumpleaños|(?:date|année) de naissance|je suis née?|mon anniversaire|(?:data|ano) de nascimento|nasci|meu aniversário|(?:تاريخ|سنة) (?:ال)?ميلادي?|عيد ميلادي|مواليد)${GAP}(?:${DATE}|${DAY} (?:de |of )?${MONTH}|${MONTH} ${DAY}|${YEAR})|(?:born|birth[ -]?days?|anniversaire|né(?:e|\\(e\\))?|nacid[oa]s?|nascid[oa]s?|geboren|cumpleaños|aniversário|ولدت?|وُلدت?|مولودة?|عيد الميلاد)${GAP}${DATE})`]
		];
	const OTHER = RegExp(`(?:https?:)?//${TO}+|\\[\\[[^[\\]|\\n]+|~\\d{4}-[\\d-]+|\\b(?:\\d{4}-){3}\\d{3}[\\dX]|(?:^|[^\\d.])\\d{1,3}(?:\\.\\d{1,3}){3}(?![\\d.])` +
		'|\\b(?:19|20)\\d\\d[./-]\\d{1,2}[./-]\\d{1,2}(?!\\d)|\\b\\d{1,2}[./-]\\d{1,2}[./-](?:19|20)\\d\\d(?!\\d)|\\b\\d{1,2}[:h]\\d\\d(?!\\d)|[-+]?\\b\\d{1,3}\\.\\d{4,}°? ?[NSEW]?,? {1,2}[-+]?\\d{1,3}\\.\\d{4,}', 'g');

	function findPrivate(text) {
		const seen = decode(text.replace(/<!--[^@<>\d]*?-->|<\/?(?:nowiki|wbr|bdi|b|i|span)(?:\s[^<>@]*)?>|'{2,5}/gi, '')).replace(MARKS, '').normalize('NFKC')
				.replace(/[‐-―−]/g, '-').replace(/[。․]/g, '.').replace(/[\u0660-\u0669\u06f0-\u06f9]/g, c => c.charCodeAt() & 15).replace(/[\t\xa0]/g, ' '),
			found = KINDS.find(([, pattern]) => RegExp(pattern, 'iu').test(seen));
		return found ? found[0] : hasPhone(seen) ? 'phone' : null;
	}

	function hasPhone(seen) {
		const text = seen.replace(OTHER, '\ufdd4').replace(/\{\{([^{}|]+)\|[^{}|]+/g, (all, name) => NAMING.test(normalise(name).toLowerCase()) ? '\ufdd4' : all);
		const any = (pattern, fits) => {
			const places = RegExp(pattern + END, 'giu');
			let found;
			while ((found = places.exec(text))) {
				const before = text.slice(0, found.index), groups = found[0].match(/\d+/g);
				if (fits(before) && !(groups.length > 1 && groups.slice(-2).every(each => /^(19|20)\d\d$/.test(each))) &&
					(found[0].includes('+') || groups.join('').length > 8 && groups.join('').length < 18) &&
					!RegExp(`(?:oldid|diff|curid|revid|rev|page ?id|is[bs]n|doi|oclc|pmid|orcid|viaf|gnd|task|phab|\\bid)\\W{0,3}$|(?:${USER})[^:]{0,20}:[ _]?$`, 'i').test(before) &&
					!/^ ?(?:bytes?|octets?|[KM]B|km|€|\$|USD|EUR|words|edits|articles|views|بايت)/i.test(text.slice(places.lastIndex))) {
					return true;
				}
				places.lastIndex = found.index + 1;
			}
			return false;
		};
		const alone = before => !RegExp('[\\p{L}\\p{N}_@#~.+]$|\\d[,:/=-]$', 'u').test(before);
		return RegExp(`(?:^|[^\\p{L}\\p{N}_])(?:${TELL})(?![\\p{L}\\p{N}_])[^\\p{L}\\p{N}]{0,4}?(?:(?:number|no|nr|número|numéro|is|es|est|é|me|at|al|au|رقم|هو)[^\\p{L}\\p{N}]{1,3}?){0,2}\\(?\\+? ?\\(?\\d(?:${MORE}){5,14}${END}`, 'iu').test(text) ||
			any(`(?:\\+ ?\\(?[1-9]|\\(\\+[1-9]|00[1-9])(?:${MORE}){6,14}`, alone) ||
			any(`(?:0[1-9]\\d{0,6}(?:[ .-]{1,2}\\d{2,8}){1,4}|0[1-9]\\d{7,9}|\\(0?\\d{2,4}\\)(?:${MORE}){5,9})(?![ .-]\\d)`, alone) ||
			any('(?:(?:1[ .-])?[2-9]\\d\\d([ .-])\\d{3}\\1\\d{4}|[5-9]\\d\\d([ -])\\d{3}\\2\\d{3}|[5-9]\\d([ .-])\\d{3}\\3\\d\\d\\3\\d\\d|[5-9]\\d\\d([ .-])\\d\\d\\4\\d\\d\\4\\d\\d|[1-9]\\d 9?\\d{4}-\\d{4})(?![ .-]\\d)',
				before => alone(before) && !/\d[ .]$/.test(before));
	}

	return {open: answering(open), change: answering(change), leave: answering(leave), quote, plain, findPrivate};
}());
