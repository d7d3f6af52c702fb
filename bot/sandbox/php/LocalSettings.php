<?php
/**
 * The settings of all wikis. The port that a server listens on tells which wiki it is; a command says so by
 * LETSCONNECT_SANDBOX_WIKI. The ports stand in the state folder's sandbox.json.
 *
 * A test changes a running wiki through <state>/extra.php (all wikis) and <state>/extra-<wiki>.php.
 */

if ( !defined( 'MEDIAWIKI' ) ) {
	exit( 1 );
}

$lcState = getenv( 'LETSCONNECT_SANDBOX_STATE' );
$lcData = getenv( 'LETSCONNECT_SANDBOX_DATA' ) ?: "$lcState/data";
$lcRecord = json_decode( file_get_contents( "$lcState/sandbox.json" ), true );
$lcPorts = $lcRecord['ports'];
$lcWikis = ( require __DIR__ . '/wikis.php' )( array_keys( $lcPorts ) );
// The built-in server takes SERVER_PORT from its own socket, never from the Host header, so a proxy before it changes nothing.
$lcWiki = PHP_SAPI === 'cli'
	? getenv( 'LETSCONNECT_SANDBOX_WIKI' )
	: array_search( (int)$_SERVER['SERVER_PORT'], $lcPorts, true );
if ( !isset( $lcWikis[$lcWiki] ) ) {
	exit( "No wiki of this sandbox has this port: see `scripts/sandbox.py status`.\n" );
}
$lcHere = $lcWikis[$lcWiki];

// --- Who it is
$wgSitename = $lcHere['sitename'];
$wgMetaNamespace = $lcHere['project'];
$wgLanguageCode = $lcHere['language'];
// As on the real Arabic Wikipedia: dates and numbers in Western digits.
$wgTranslateNumerals = false;
$wgServer = "http://127.0.0.1:{$lcPorts[$lcWiki]}";
$wgCanonicalServer = $wgServer;
$wgScriptPath = '';
$wgArticlePath = '/wiki/$1';
$wgUsePathInfo = true;
$wgLocaltimezone = 'UTC';
$wgRightsText = '';
$wgLogos = false;

// --- Namespaces
foreach ( $lcHere['namespaces'] ?? [] as $lcId => $lcName ) {
	$wgExtraNamespaces[$lcId] = $lcName;
}
foreach ( $lcHere['aliases'] ?? [] as $lcName => $lcId ) {
	$wgNamespaceAliases[$lcName] = $lcId;
}
if ( $lcWiki === 'meta' ) {
	// Meta keeps nearly everything on subpages, in the main namespace and in Grants too.
	$wgNamespacesWithSubpages[NS_MAIN] = true;
	$wgNamespacesWithSubpages[200] = true;
	$wgNamespacesWithSubpages[201] = true;
	$wgContentNamespaces[] = 200;
}

// --- Interwiki: `w` is the English Wikipedia, `m` is Meta, a code is that Wikipedia. "1" marks our own wikis.
$lcPrefixes = ( isset( $lcWikis['en'] ) ? [ 'w' => 'en' ] : [] ) + [ 'm' => 'meta' ] + array_combine( array_keys( $lcWikis ), array_keys( $lcWikis ) );
$wgInterwikiScopes = 2;
$wgInterwikiCache = [ '__list:__global' => implode( ' ', array_keys( $lcPrefixes ) ) ];
foreach ( $lcPrefixes as $lcPrefix => $lcCode ) {
	$wgInterwikiCache["__global:$lcPrefix"] = "1 http://127.0.0.1:{$lcPorts[$lcCode]}/wiki/\$1";
}
$wgLocalInterwikis = array_keys( $lcPrefixes, $lcWiki, true );

// --- Databases: the wiki, its cache and its sessions apart, so that a restored wiki keeps its logins.
$lcDatabase = static function ( string $name ) use ( $lcData ): array {
	return [
		'type' => 'sqlite',
		'dbname' => $name,
		'dbDirectory' => $lcData,
		'tablePrefix' => '',
		'user' => '',
		'password' => '',
		// Only a crash of the whole machine could harm a database by this, and a sandbox is soon made again.
		'variables' => [ 'synchronous' => 'OFF' ],
	];
};
$wgDBtype = 'sqlite';
$wgDBname = $lcWiki;
$wgDBuser = $wgDBpassword = '';
$wgSQLiteDataDir = $lcData;
$wgDBservers = [ $lcDatabase( $lcWiki ) + [ 'load' => 1, 'flags' => DBO_DEFAULT ] ];
foreach ( [ CACHE_DB => 'cache', 'sessions' => 'sessions' ] as $lcCache => $lcKind ) {
	$wgObjectCaches[$lcCache] = [
		'class' => SqlBagOStuff::class,
		'loggroup' => 'SQLBagOStuff',
		'server' => $lcDatabase( "$lcWiki-$lcKind" ) + [ 'trxMode' => 'IMMEDIATE', 'flags' => 0 ],
		'purgePeriod' => 0,
	];
}
// APCu would be one cache for each worker process; logins, tokens and rate limits need one for all of them.
$wgMainCacheType = $wgMessageCacheType = $wgParserCacheType = CACHE_DB;
$wgSessionCacheType = 'sessions';
$wgCookiePrefix = "sandbox_$lcWiki";

// --- Folders
$wgCacheDirectory = $lcRecord['cache'];
$wgLocalisationCacheConf['store'] = 'array';
$wgLocalisationCacheConf['storeDirectory'] = "$wgCacheDirectory/l10n";
$wgUploadDirectory = "$lcState/images";
$wgTmpDirectory = "$lcState/tmp";
$wgSecretKey = $lcRecord['secret'];
$wgUpgradeKey = 'unused';
$wgEnableUploads = false;
$wgDebugLogGroups['exception'] = $wgDebugLogGroups['error'] = $wgDebugLogGroups['fatal'] = "$lcState/logs/$lcWiki-errors.log";

// --- Manners of a sandbox: nothing leaves the machine, everything is told, nothing waits.
$wgEnableEmail = false;
$wgPingback = false;
$wgEnableDnsBlacklist = false;
$wgHTTPProxy = 'http://127.0.0.1:9';
$wgLocalHTTPProxy = false;
$wgShowExceptionDetails = true;
$wgJobRunRate = 0;
$wgRateLimits = [];
$wgPasswordAttemptThrottle = [ [ 'count' => 1000, 'seconds' => 60 ] ];
// Cheap on purpose: accounts by the thousand and hundreds of logins in a test.
$wgPasswordDefault = 'pbkdf2';
$wgPasswordConfig['pbkdf2']['cost'] = '10';
$wgPasswordPolicy['policies'] = [ 'default' => [ 'MinimalPasswordLength' => 1 ] ];
$wgGroupPermissions['*']['createaccount'] = false;

// --- Rights, as production has them where MediaWiki's own defaults differ.
$wgGroupPermissions['bot']['noratelimit'] = true;
$wgGroupPermissions['bot']['skipcaptcha'] = true;
$wgGroupPermissions['bot']['apihighlimits'] = true;
$wgAutoConfirmAge = 0;
$wgAutoConfirmCount = 0;

// --- Extensions: those of production that this tree has; what is missing is left out.
$wgExtensionDirectory = "$IP/extensions";
foreach ( $lcRecord['extensions'] as $lcName => $lcFile ) {
	wfLoadExtension( $lcName, $lcFile );
}
foreach ( $lcRecord['skins'] as $lcName ) {
	wfLoadSkin( $lcName );
}
$wgDefaultSkin = in_array( 'Vector', $lcRecord['skins'], true ) ? 'vector-2022' : $wgDefaultSkin;
$wgVectorDefaultSkinVersion = '2';
// ConfirmEdit is there, with its messages and rights, and asks nobody until a test turns a trigger on.
foreach ( [ 'edit', 'create', 'sendemail', 'addurl', 'createaccount', 'badlogin', 'badloginperuser' ] as $lcName ) {
	$wgCaptchaTriggers[$lcName] = false;
}
$wgAbuseFilterEmergencyDisableThreshold['default'] = 1;
$wgBlacklistSettings = [ 'spam' => [ 'files' => [] ] ];

// --- What a test adds
foreach ( [ "$lcState/extra.php", "$lcState/extra-$lcWiki.php" ] as $lcExtra ) {
	if ( is_file( $lcExtra ) ) {
		require $lcExtra;
	}
}
