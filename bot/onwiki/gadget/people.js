/* Whom a cell names, as the bot's `bot.wikitext.users` reads it. */
const people = (function () {
const {MARKS, decode, unquote, fold} = letters;
const LETTER = '[\\p{L}\\p{N}_]',
	// Of a user's page on a wiki of Wikimedia's, or on this machine.
	ADDRESS = /^(?:(?:[a-z\d-]+\.)*(?:wik[a-z]+|mediawiki)\.org|(?:localhost|127(?:\.\d{1,3}){3})(?::\d{1,5})?)\/(?:wiki\/|(?:w\/|mediawiki\/)?index\.php(?:\/|\?(?:[^#]*?&)?title=))([^?&#]+)/i,
	last = list => list[list.length - 1];

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

// Tells quickly whether a cell can name somebody at all.
function mayName(text, name) {
	return normalise(unquote(text)).includes(name.slice(1));
}

return {mayName, named, normalise};
}());
