/* Lists in a cell: parted, and clinics known in them, as the bot does it (`skills.py`, `registrations.py`). */
const lists = (function () {
const ALIKE = {ى: 'ي', ة: 'ه', ـ: '', ڤ: 'ف', ß: 'ss', œ: 'oe', æ: 'ae', ø: 'o'},
	BULLET = /^\s*(?:[*#:•·●▪‣◦–—]+|-(?=\s)|\d{1,2}[.)](?=\s))\s*|[•●▪‣◦]/,
	// A slash beside a word of no more than two letters (`and/or`, `A/V`) parts nothing, nor one in an address.
	KEPT = /(?:^|\s)\S{0,2}\/|\/[^\s/]{0,2}(?=\/|\s|$)|:\/\//,
	SEPARATOR = /[,;،؛、，；|\t]/;

function fold(text) {
	return text.normalize('NFKD').toLowerCase().replace(RegExp("[\\p{Mn}\\p{Cf}'’ʼ]", 'gu'), '')
		.replace(/[ىةـڤßœæø]/g, c => ALIKE[c]).replace(RegExp('[^\\p{L}\\p{N}]+', 'gu'), ' ').trim();
}

// Parts at commas and the like that stand in no brackets; an unclosed bracket brackets nothing.
function parts(text) {
	const found = [''], closing = Math.max(...[...')]}）'].map(sign => text.lastIndexOf(sign)));
	let depth = 0;
	[...text].reduce((at, sign) => {
		depth = Math.max(0, depth + '([{（'.includes(sign) - ')]}）'.includes(sign));
		if (SEPARATOR.test(sign) && !(depth && at < closing)) {
			found.push('');
		} else {
			found[found.length - 1] += sign;
		}
		return at + sign.length;
	}, 0);
	return found;
}

// Parts a text; names that are known are kept whole.
function split(text, names) {
	const known = new Set((names || []).map(fold)), isKnown = piece => known.has(fold(piece)), found = [],
		trim = piece => piece.replace(/\s+/g, ' ').replace(/^[ .:\u200e\u200f\u061c]+|[ .:\u200e\u200f\u061c]+$/g, '');
	text.split('\n').forEach(line => line.split(BULLET).forEach(item => (isKnown(item) && !SEPARATOR.test(item) ? [item] : parts(item)).forEach((piece, i) => {
		if (isKnown(piece) || trim(piece).length > 200) {
			return found.push(piece);
		}
		// In "a, b, and c" the word parts; spaced slashes do, and others but beside tiny words.
		trim(piece).replace(i ? /^(?:and|or|y|et|ou|e|أو)\s+(?=\S)/i : '', '').replace(/\s+\/\s*|([^\s/])\/\s+/g, '$1\n').split('\n')
			.forEach(each => found.push(...isKnown(each) || KEPT.test(each) ? [each] : each.split('/')));
	})));
	return found.map(trim).filter(Boolean);
}

// Tells whether a piece names a clinic, with or without its date in brackets.
function isClinic(piece, names) {
	return [piece, piece.replace(/[(（][^()（）]*[)）]/g, ' ')].some(each => names.map(fold).includes(fold(each)));
}

function has(text, names) {
	return split(text).some(piece => isClinic(piece, names));
}

// Puts a clinic, by its first name, into a text, or takes it out; null: others would not stay as they are.
function choose(text, names, wanted) {
	if (text === null || has(text, names) === wanted) {
		return text;
	}
	const rest = made => split(made).filter(piece => !isClinic(piece, names)), others = rest(text), [name] = names,
		// Behind a bracket that isn't closed it would not be known.
		tried = (wanted ? [[...others, name], [name, ...others]] : [others]).map(pieces => pieces.join(', '));
	return tried.find(made => has(made, names) === wanted && rest(made).join() === others.join()) || (others[0] || wanted ? null : '');
}

return {split, fold, has, choose};
}());
