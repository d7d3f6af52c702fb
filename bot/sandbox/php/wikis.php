<?php
/** The wikis: names and namespaces as the real ones have them; for a language that is not here, MediaWiki's own. */

$lcKnown = [
	'meta' => [
		'language' => 'en',
		'sitename' => 'Meta',
		'project' => 'Meta',
		'namespaces' => [ 200 => 'Grants', 201 => 'Grants_talk' ],
	],
	'en' => [ 'language' => 'en', 'sitename' => 'Wikipedia', 'project' => 'Wikipedia' ],
	'es' => [ 'language' => 'es', 'sitename' => 'Wikipedia', 'project' => 'Wikipedia' ],
	'ar' => [ 'language' => 'ar', 'sitename' => 'ويكيبيديا', 'project' => 'ويكيبيديا' ],
	'uk' => [ 'language' => 'uk', 'sitename' => 'Вікіпедія', 'project' => 'Вікіпедія' ],
	'pl' => [
		'language' => 'pl',
		'sitename' => 'Wikipedia',
		'project' => 'Wikipedia',
		'namespaces' => [ NS_USER => 'Wikipedysta', NS_USER_TALK => 'Dyskusja_wikipedysty' ],
		'aliases' => [ 'Wikipedystka' => NS_USER, 'Dyskusja_wikipedystki' => NS_USER_TALK ],
	],
	'fr' => [ 'language' => 'fr', 'sitename' => 'Wikipédia', 'project' => 'Wikipédia' ],
	'pt' => [
		'language' => 'pt',
		'sitename' => 'Wikipédia',
		'project' => 'Wikipédia',
		// MediaWiki's own Portuguese says "Utilizador"; the Portuguese Wikipedia chose a name for both genders.
		'namespaces' => [ NS_USER => 'Usuário(a)', NS_USER_TALK => 'Usuário(a)_Discussão' ],
		'aliases' => [
			'Utilizador' => NS_USER,
			'Utilizadora' => NS_USER,
			'Usuário' => NS_USER,
			'Usuária' => NS_USER,
			'Utilizador_Discussão' => NS_USER_TALK,
			'Utilizadora_Discussão' => NS_USER_TALK,
			'Usuário_Discussão' => NS_USER_TALK,
			'Usuária_Discussão' => NS_USER_TALK,
		],
	],
];

return static function ( array $codes ) use ( $lcKnown ): array {
	$wikis = [];
	foreach ( $codes as $code ) {
		$wikis[$code] = $lcKnown[$code] ?? [ 'language' => $code, 'sitename' => 'Wikipedia', 'project' => 'Wikipedia' ];
	}
	return $wikis;
};
