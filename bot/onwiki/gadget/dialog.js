/* The gadget's face: buttons on the program's pages, and one dialog. Whatever is shown is put in as text. */
(function () {
const page = mw.config.get('wgPageName').replace(/_/g, ' '),
	user = mw.config.get('wgUserName'),
	content = mw.config.get('wgContentLanguage'),
	onSignup = page === SETUP.signup || page.startsWith(SETUP.signup + '/'),
	TRIES = 20,
	LOST = /^(http|ok-but-empty|internal_api_error|timeout)/,
	ERRORS = [
		['network', LOST],
		['busy', /^(maxlag|ratelimited)/],
		['blocked', /blocked$/],
		['filter', /^(abusefilter|spam|titleblacklist|hook)/],
		['protected', /protected|denied|^noedit|^cantedit/],
		['logged-out', /^assert/]
	];
let api, config, vocabulary, lang, dir, words, summaries, said, busy, drawn = [];

const fold = text => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim(),
	msg = (key, value) => (words['gadget-' + key] || key).replace('$1', () => value),
	shown = text => $('<span>').text(text),
	link = (key, title, query) => $('<a>').attr('href', mw.util.getUrl(title, query)).text(msg(key)),
	byHand = () => link('by-hand', SETUP.signup, {action: 'edit'}),
	logIn = () => link('log-in', 'Special:UserLogin', {returnto: page}),
	parse = html => new DOMParser().parseFromString(html, 'text/html'),
	textOf = found => found && found.revisions ? found.revisions[0].slots.main.content : '';

function call(asked, method) {
	return new Promise((go, fail) => api[method || 'post'](asked).then(go, (code, answer) => {
		const told = (answer && answer.errors || [])[0] || {};
		fail({code: code, text: told.text});
	}));
}

function query(asked) {
	return call(Object.assign({prop: 'revisions', rvprop: 'content|ids', rvslots: 'main', curtimestamp: 1}, asked));
}

function must(result) {
	if (!result.ok) {
		throw {code: 'cant', reason: result.reason};
	}
	return result;
}

/* Reads the sign-up page as it is now. */
function read() {
	return query({titles: SETUP.signup}).then(answer => {
		const found = answer.query.pages[0], text = textOf(found);
		return {text: text, began: answer.curtimestamp, newest: found.revisions[0], row: must(rows.open(text, config, user))};
	});
}

/* Says what went wrong and what to do, with a link that helps. */
function explain(error) {
	const kind = ERRORS.find(each => each[1].test(error.code)), own = 'error-' + error.code;
	if (error.reason) {
		return shown((words['gadget-cant-' + error.reason] || msg('cant-odd')) + ' ').append(byHand());
	}
	if (kind) {
		const told = shown(msg('error-' + kind[0], error.text || error.code) + ' ');
		return kind[0] === 'logged-out' ? told.append(logIn()) : told;
	}
	return shown(msg(words['gadget-' + own] ? own : 'error-other', error.text || error.code || String(error)) + ' ').append(byHand());
}

/* --- Saving: one edit, made anew from the newest text until the page has it. */

/* Wanted is, by column, a text or what makes it of the text there; null: leave. */
function values(row, wanted) {
	const made = {};
	Object.keys(wanted).forEach(column => {
		const value = wanted[column];
		made[column] = typeof value === 'function' ? value(row.values[column] || '') : value;
		// What would not be known again when it is written is not written.
		must({ok: made[column] === value || made[column] !== null && value(made[column]) === made[column], reason: 'odd'});
	});
	return made;
}

function holds(row, wanted) {
	if (!wanted || row.state !== 'in') {
		return !wanted && row.state !== 'in';
	}
	const made = values(row, wanted);
	return Object.keys(made).every(column => rows.quote(row.values[column] || '') === rows.quote(made[column]));
}

function save(wanted, summary) {
	let tries = 0, losses = 0, judged;
	const again = error => {
		if (++tries >= TRIES) {
			throw Object.assign(error, {ended: true});
		}
		return new Promise(go => setTimeout(go, (0.3 + Math.random()) * Math.min(250 * Math.pow(1.5, tries), 6000))).then(once);
	};
	function once() {
		return read().then(now => {
			if (holds(now.row, wanted)) {
				return now;
			}
			const text = must(wanted ?
				rows.change(now.text, config, user, values(now.row, wanted)) :
				rows.leave(now.text, config, user)).text;
			return (judged === text ? Promise.resolve() : judge(now, text)).then(() => {
				judged = text;
				return edit(now, text, summary);
			}).then(read).then(
				then => holds(then.row, wanted) ? then : again({code: 'editconflict'})
			);
		}).catch(error => {
			const lost = LOST.test(error.code) && ++losses < 4;
			if (error.ended || !lost && error.code !== 'editconflict') {
				throw error;
			}
			return again(error);
		});
	}
	return once();
}

function edit(now, text, summary) {
	return call({
		action: 'edit', title: SETUP.signup, text: text, nocreate: 1, watchlist: 'nochange',
		// With basetimestamp too, the wiki would overwrite what others saved within that second.
		baserevid: now.newest.revid, starttimestamp: now.began,
		assert: 'user', assertuser: user, summary: summaries['gadget-summary-' + summary]
	}, 'postWithEditToken').then(answer => {
		const done = answer.edit;
		if (done.result !== 'Success') {
			throw {code: done.captcha ? 'captcha' : done.code || 'spam', text: done.info};
		}
	});
}

/* Has the wiki show both texts: one row may differ, and nothing else. */
function judge(now, text) {
	const isNew = now.row.state === 'none',
		trim = node => node.outerHTML.replace(/ (id|data-[\w-]+)="[^"]*"/g, '').replace(/\s+/g, ' ').replace(/> </g, '><');
	if (text.length > 500000) {
		return Promise.resolve();
	}
	const seen = () => Promise.all([now.text, text].map(each => call({
		action: 'parse', title: SETUP.signup, text: each, contentmodel: 'wikitext', pst: 1,
		prop: 'text|templates|categories|externallinks', disablelimitreport: 1, disableeditsection: 1
	}).then(answer => {
		const found = answer.parse, body = parse(found.text).body,
			beside = [].concat(found.templates, found.categories, found.externallinks).map(each => JSON.stringify(each));
		return {body: body, rows: Array.from(body.querySelectorAll('tr')), beside: new Set(beside)};
	}))).then(([before, after]) => {
		const at = after.rows.findIndex((row, index) => !before.rows[index] || trim(row) !== trim(before.rows[index])),
			own = after.rows[at], old = before.rows[at],
			counted = after.rows.length === before.rows.length + isNew &&
				Array.from(after.beside).every(each => before.beside.has(each));
		if (own && counted && !own.querySelector('tr') && (isNew || own.cells.length >= old.cells.length)) {
			own.replaceWith(...isNew ? [] : [old.cloneNode(true)]);
		}
		return counted && trim(before.body) === trim(after.body);
	});
	// Some pages look different each second.
	return seen().then(same => same || seen()).then(same => same || seen()).then(same => {
		if (!same) {
			throw {code: 'odd'};
		}
	});
}

/* --- Fields */

function field(column, widget, get) {
	const label = msg('field-' + column),
		layout = new OO.ui.FieldLayout(widget, {label: label, align: 'top', help: msg('help-' + column), helpInline: true}),
		isGroup = widget.checkboxMultiselectWidget, menu = widget.dropdownWidget, name = 'lc-' + column,
		input = isGroup ? widget.$element : menu ? menu.$handle : widget.$input || widget.input.$input;
	layout.$help.attr('id', name);
	input.attr('aria-describedby', name);
	if (isGroup) {
		layout.$label.attr('id', name + '-label');
		input.attr({role: 'group', 'aria-labelledby': name + '-label'});
	} else if (menu) {
		menu.$label.attr({'aria-label': label, dir: 'auto'});
	} else {
		input.attr('dir', 'auto');
	}
	return {column: column, widget: widget, layout: layout, get: get || (() => widget.getValue().trim())};
}

const option = each => ({data: each[0], label: each[1]});

/* Gives an input the suggestions that browsers show; to take one is to be done with it. */
function suggest(column, $input, options, take) {
	$input.attr('list', `lc-${column}-list`).on('input', event => {
		const how = event.originalEvent.inputType;
		if (take && (!how || how === 'insertReplacementText') && options.includes($input.val())) {
			take();
		}
	}).after($('<datalist>').attr('id', `lc-${column}-list`).append(options.map(each => $('<option>').val(each))));
}

function text(column, value) {
	return field(column, new OO.ui.TextInputWidget({value: value}));
}

function tags(column, value, options) {
	const split = text => lists.split(text, options);
	const widget = new OO.ui.TagMultiselectWidget({
		allowArbitrary: true, allowReordering: false, inputPosition: 'outline', selected: split(value)
	});
	suggest(column, widget.input.$input, options, () => widget.addTagFromInput());
	return field(column, widget, () => [].concat(...widget.getValue().concat(widget.input.getValue()).map(split)).join(', '));
}

function timeZone(column, value) {
	const widget = new OO.ui.TextInputWidget({value: value});
	suggest(column, widget.$input, Intl.supportedValuesOf ? Intl.supportedValuesOf('timeZone') : []);
	return field(column, widget);
}

/* Options are what is written, its label, and by what else it is known. */
function choice(column, value, options, $overlay) {
	const known = options.find(each => each.some(name => fold(name) === fold(value)));
	return field(column, new OO.ui.DropdownInputWidget({
		$overlay: $overlay, value: known ? known[0] : value,
		options: [['', msg('not-said')], ...options, ...known || !value ? [] : [[value, value]]].map(option)
	}));
}

function boxes(column, options, chosen, get) {
	const widget = new OO.ui.CheckboxMultiselectInputWidget({options: options.map(option), value: chosen});
	return field(column, widget, () => get(widget.getValue()));
}

function reminders(column, value) {
	const write = config.write.reminders, hours = Object.keys(write).sort((a, b) => b - a), pieces = lists.split(value).map(fold),
		before = hours.filter(each => !value || pieces.includes(fold(write[each])));
	if (pieces.length > before.length && value && String(pieces) !== fold(config.write.none)) {
		return text(column, value); // in words that aren't ours
	}
	return boxes(column, hours.map(each => [each, words['gadget-reminder-' + each] || write[each]]), before, now =>
		String(now) === String(before) ? value :
			now.length === hours.length ? '' : now.map(each => write[each]).join(', ') || config.write.none
	);
}

const isIn = (row, names) => lists.has(row.values.clinics || '', names);

function clinicBoxes(column, row, ahead, chosen) {
	const before = ahead.filter(each => isIn(row, each.names)).map(each => each[0]);
	return boxes(column, ahead, before.concat(chosen || []), now => {
		const changed = ahead.filter(each => now.includes(each[0]) !== before.includes(each[0]));
		return changed.length ? text => changed.reduce((cell, each) => lists.choose(cell, each.names, now.includes(each[0])), text) : '';
	});
}

const nameOf = code => (config.languages.find(each => each.code === code) || {}).name;

/* Reads the skills of a list, or of a table with a column a language, in the reader's language where it has them. */
function skills() {
	const named = new RegExp(`(?:^|[;:：\\s])${lang}\\s*[:：=]\\s*([^,،;؛]+)`), found = new Set();
	let own = -1;
	vocabulary.replace(/<!--[^]*?-->|<[^<>]*>|'{2,}|\[\[(?:[^[\]|]*\|)?|\]\]/g, '').split('\n').forEach(line => {
		const item = /^[*#]+\s*([^*#:：=]+)(.*)/.exec(line), cells = line.slice(1).split(/!!|\|\|/).map(each => each.trim());
		if (line[0] === '!') {
			own = cells.findIndex(each => each === lang || each === nameOf(lang));
		} else if (item) {
			found.add((named.exec(item[0]) || [])[1] || lists.split(item[1])[0]);
		} else if (/^\|[^-+}]/.test(line)) {
			found.add(lists.split(cells[own] || cells[0])[0]);
		}
	});
	return Array.from(found).filter(Boolean).map(each => each.trim());
}

function fields(row, ahead, languages, chosen, $overlay) {
	const zone = row.state !== 'in' && Intl.DateTimeFormat().resolvedOptions().timeZone,
		write = config.write, all = column => Object.keys(column).map(key => column[key]),
		wish = form => [`${write.yes}, ${write[form]}`, msg('newsletter-' + form), write[form]],
		makers = {
			languages: (c, value) => tags(c, value, languages),
			region: (c, value) => choice(c, value, config.regions.map(
				each => [each.names[content] || each.key, each.names[lang] || each.key, each.key, ...all(each.names)]
			), $overlay),
			country: text,
			affiliation: text,
			learn: (c, value) => tags(c, value, skills()),
			share: (c, value) => tags(c, value, skills()),
			clinics: c => ahead.length && clinicBoxes(c, row, ahead, chosen),
			interprets: (c, value) => tags(c, value, languages),
			newsletter: (c, value) => choice(c, value, [wish('full'), wish('summary'), [write.no, msg('newsletter-no')]], $overlay),
			home_wiki: (c, value) => choice(c, value, config.wikis.map(each => [each.name, each.name, each.prefix, each.host]), $overlay),
			time_zone: (c, value) => timeZone(c, value || zone || ''),
			reminders: reminders,
			cap: text
		};
	return Object.keys(makers).filter(c => row.columns.includes(c)).map(c => {
		const value = row.values[c] || '', made = makers[c](c, value);
		return made && Object.assign(made, {before: c === 'clinics' ? '' : zone && c === 'time_zone' ? value : made.get()});
	}).filter(Boolean);
}

/* --- The dialog */

function Form(...about) {
	Form.super.call(this, {size: 'large'});
	this.about = about;
	this.row = about[0];
}

function defineForm() {
	OO.inheritClass(Form, OO.ui.ProcessDialog);
	Object.assign(Form.static, {name: 'lc', title: msg('title'), actions: [
		{action: 'save', label: msg('save'), flags: ['primary', 'progressive']},
		{label: msg('cancel'), flags: ['safe', 'close']}
	]});
	Object.assign(Form.prototype, {
		initialize: function () {
			Form.super.prototype.initialize.call(this);
			this.all = fields(...this.about, this.$overlay);
			this.panel = new OO.ui.PanelLayout({padded: true, expanded: false});
			this.bad = $('<div tabindex="-1">');
			this.panel.$element.append(
				this.bad, new OO.ui.MessageWidget({label: msg('public')}).$element, this.all[0] ? this.all.map(each => each.layout.$element) : shown(msg('no-fields'))
			);
			this.$body.append(this.panel.$element);
			this.$element.attr({lang: lang, dir: dir});
		},
		getBodyHeight: function () {
			return this.panel.$element[0].scrollHeight;
		},
		getReadyProcess: function (data) {
			return Form.super.prototype.getReadyProcess.call(this, data).next(() => {
				(this.all[0] ? this.all[0].widget : this.actions.get({actions: 'save'})[0]).focus();
			});
		},
		getActionProcess: function (action) {
			return new OO.ui.Process(() => this.saving || (action === 'save' ? this.save() : void this.close()));
		},
		save: function () {
			const wanted = {}, isNew = this.row.state !== 'in', done = $.Deferred();
			let wrong;
			this.bad.empty();
			this.all.forEach(each => {
				const value = each.get(), kind = value !== each.before && value.trim && rows.findPrivate(value, config);
				each.layout.setErrors(kind ? [msg('private-' + kind)] : []);
				if (kind) {
					wrong = wrong || each;
				} else if (value !== each.before) {
					wanted[each.column] = value;
				}
			});
			if (wrong) {
				return wrong.widget.focus() && undefined;
			}
			this.actions.setAbilities({save: false});
			this.saving = done.promise();
			save(wanted, isNew ? 'sign-up' : 'change').then(() => {
				this.saving = null;
				this.saved = isNew ? 'done-sign-up' : 'done-change';
				this.close();
			}, error => {
				put(this.bad, explain(error), 'error');
				this.bad.find('a').attr({target: '_blank', rel: 'noopener'});
			}).then(() => {
				this.saving = null;
				this.actions.setAbilities({save: true});
				done.resolve();
			});
			return this.saving;
		}
	});
}

function put(box, label, type) {
	box.html(new OO.ui.MessageWidget({type: type, label: label}).$element).trigger('focus');
}

function marks(root) {
	return Array.from(root.querySelectorAll('.lc-clinic[data-clinic]')).map(node => {
		const name = node.dataset.clinic;
		let also = [];
		try {
			also = JSON.parse(node.dataset.also).map(String);
		} catch (e) {
			// People may write the mark, too.
		}
		return Object.assign([name, node.dataset.label || name, node], {names: [name, ...also]});
	});
}

/* Gives the clinics ahead, each once. */
function upcoming() {
	const calendar = title => call({action: 'parse', page: title, prop: 'text', redirects: 1}).then(answer => marks(parse(answer.parse.text))),
		here = marks(document),
		found = here.length || !SETUP.calendar ? Promise.resolve(here) :
			calendar(`${SETUP.calendar}/${lang}`).catch(() => calendar(SETUP.calendar)).catch(() => []);
	return found.then(all => all.filter((each, index) => all.findIndex(other => other[0] === each[0]) === index));
}

function openForm(chosen) {
	return Promise.all([read(), upcoming(), query({prop: '', meta: 'siteinfo', siprop: 'languages'})]).then(([now, ahead, known]) => {
		const names = new Set(config.languages.concat(known.query.languages).map(each => each.name)),
			form = new Form(now.row, ahead, Array.from(names), chosen),
			windows = new OO.ui.WindowManager();
		$(document.body).append(windows.$element);
		windows.addWindows([form]);
		return windows.openWindow(form).closed.then(() => {
			windows.destroy();
			return form.saved;
		});
	});
}

/* --- What stands on the page */

function button(label, flags, act) {
	const made = new OO.ui.ButtonWidget({label: label, flags: flags});
	return made.on('click', () => {
		if (!busy) {
			busy = act().catch(error => put(said, explain(error), 'error')).then(() => {
				busy = null;
			});
		}
	});
}

/* Shows the page anew, and then what was done. */
function finish(key) {
	if (key && onSignup) {
		mw.storage.session.set('lc-said', key);
		location.reload();
	} else if (key) {
		return read().then(now => {
			drawClinics(now.row);
			put(said, msg(key), 'success');
		});
	}
}

function leave() {
	return Promise.resolve(OO.ui.confirm($('<p>').attr({lang: lang, dir: dir}).text(msg('leave-text')), {title: msg('leave'), actions: [
		{action: 'accept', label: msg('leave'), flags: ['primary', 'destructive']},
		{action: 'reject', label: msg('cancel'), flags: 'safe'}
	]})).then(sure => sure && save(null, 'leave').then(() => finish('done-leave')));
}

function drawForm(row) {
	const signUp = key => button(msg(key), ['primary', 'progressive'], () => openForm().then(finish)).$element,
		struck = row.state === 'struck';
	let box = $('.lc-form').first();
	if (!box.length) {
		box = $('<div class="lc-form">').prependTo('#mw-content-text');
	}
	if (!row.isRefused) {
		box.empty();
	}
	box.prepend(said, $('<div>').attr({lang: lang, dir: dir}).append(
		row.problem || (row.state === 'in' ?
			[$('<p>').text(msg('signed-up')), signUp('change'), button(msg('leave'), ['destructive'], leave).$element] :
			[$('<p>').text(msg(struck ? 'left' : 'intro')), signUp(struck ? 'sign-up-again' : 'sign-up')])
	));
}

function drawClinics(row) {
	drawn.forEach(made => made.remove());
	drawn = row.problem || row.columns.includes('clinics') ? marks(document).map(each => {
		const [name, label, node] = each, has = !row.problem && row.state === 'in' && isIn(row, each.names), key = has ? 'unregister' : 'register',
			made = button(msg(key), has ? [] : ['progressive'], () => {
				$(node).append(said);
				if (row.problem) {
					return Promise.resolve(put(said, row.problem.clone(), 'notice'));
				}
				return row.state !== 'in' ? openForm(name).then(finish) : save({clinics: text => lists.choose(text, each.names, !has)}, key).then(now => {
					drawClinics(now.row);
					put(said, msg('done-' + key, label), 'success');
				});
			});
		made.$button.attr('aria-label', `${msg(key)}: ${label}`);
		return made.$element.attr({lang: lang, dir: dir}).prependTo(node);
	}) : [];
}

/* Gives the person's row, or why there is no form for them. */
function standing(found) {
	if (!user || mw.user.isTemp && mw.user.isTemp() || /^~2\d{3}-/.test(user)) {
		return {problem: shown(msg(user ? 'temporary' : 'anonymous') + ' ').append(
			logIn(), ' · ', link('create-account', 'Special:CreateAccount', {returnto: page})
		)};
	}
	const refused = found.actions.edit[0], row = refused || rows.open(textOf(found), config, user);
	return row.ok ? row : {problem: explain(row), isRefused: true};
}

function begin() {
	const own = mw.config.get('wgUserLanguage'), chain = mw.language.getFallbackLanguageChain(),
		codes = [own, ...chain.filter(each => each !== 'en'), own.split('-')[0], content, 'en'],
		data = name => `${SETUP.data}/${name}.json`, known = {},
		wordsOf = code => JSON.parse(textOf(known[data(code)]) || '{}');
	api = new mw.Api({parameters: {formatversion: 2, errorformat: 'plaintext', errorlang: 'uselang', uselang: own}});
	return query({
		titles: Array.from(new Set([data('config'), ...codes.map(data), SETUP.signup, SETUP.vocabulary])).filter(Boolean),
		prop: 'revisions|info', intestactions: 'edit', intestactionsdetail: 'full'
	}).then(answer => {
		answer.query.pages.forEach(each => {
			known[each.title] = each;
		});
		config = JSON.parse(textOf(known[data('config')]));
		vocabulary = textOf(known[SETUP.vocabulary]);
		lang = codes.find(nameOf) || 'en';
		words = Object.assign(wordsOf('en'), wordsOf(lang));
		summaries = Object.assign(wordsOf('en'), wordsOf(content));
		dir = (config.languages.find(each => each.code === lang) || {}).dir || 'ltr';
		said = $('<div tabindex="-1">').attr({lang: lang, dir: dir});
		defineForm();
		const row = standing(known[SETUP.signup]), key = mw.storage.session.get('lc-said');
		if (onSignup) {
			drawForm(row);
		}
		drawClinics(row);
		if (key && onSignup) {
			mw.storage.session.remove('lc-said');
			put(said, msg(key), 'success');
		}
	});
}

// It may be here twice, as a gadget and in somebody's own script.
if (!mw.config.get('lcSignUp') && mw.config.get('wgAction') === 'view' && !mw.config.get('wgDiffNewId') && !/[?&]oldid=/.test(location.search) &&
	(SETUP.pages.includes(page) || SETUP.below.some(each => page.startsWith(each + '/')))) {
	mw.config.set('lcSignUp', true);
	mw.loader.using([
		'mediawiki.language', 'oojs-ui-core', 'oojs-ui-widgets', 'oojs-ui-windows', 'mediawiki.api', 'mediawiki.util', 'mediawiki.user', 'mediawiki.storage'
	]).then(() => $(() => begin().catch(() => {}))); // without its data the form without JavaScript stays
}
}());
