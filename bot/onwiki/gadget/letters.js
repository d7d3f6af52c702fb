/* Letters in wikitext: what is seen of it, and what is written so that it is seen as it is. */
const letters = (function () {
const MARKUP = /<[^<>]*>|'{2,}|\[\[(?:[^[\]|]*\|)?|\]\]/g,
	MARKS = /[\xad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufdd0]/g,
	NAMED = {amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', commat: '@', period: '.', plus: '+'};

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

function fold(text) {
	return text.replace(MARKUP, ' ').normalize('NFKC').replace(MARKS, ' ').toLowerCase().replace(/\s+/g, ' ').replace(/^[ :*]+|[ :*]+$/g, '');
}

return {MARKUP, MARKS, shown, quote, decode, unquote, plain, fold};
}());
