<?php
/**
 * Router of PHP's built-in server: maps addresses into the MediaWiki tree and serves nothing else of it than
 * its entry points and its scripts, styles and pictures.
 */

$tree = getenv( 'LETSCONNECT_SANDBOX_TREE' );
$path = rawurldecode( parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) ?: '/' );

if ( $path === '/sandbox-alive' ) {
	header( 'Content-Type: text/plain' );
	echo getenv( 'LETSCONNECT_SANDBOX_WIKI' );
	return true;
}

$lcServe = static function ( string $script, string $tree, string $rest = '' ): string {
	$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = "/$script";
	$_SERVER['SCRIPT_FILENAME'] = "$tree/$script";
	if ( $rest !== '' ) {
		$_SERVER['PATH_INFO'] = $rest;
		$_SERVER['PHP_SELF'] .= $rest;
	} else {
		unset( $_SERVER['PATH_INFO'] );
	}
	chdir( $tree );
	return "$tree/$script";
};

if ( preg_match( '#^/(api|index|load|rest|opensearch_desc)\.php(/.*)?$#s', $path, $parts ) ) {
	require $lcServe( "$parts[1].php", $tree, $parts[2] ?? '' );
	return true;
}

$types = [
	'css' => 'text/css', 'js' => 'text/javascript', 'png' => 'image/png', 'svg' => 'image/svg+xml', 'gif' => 'image/gif',
	'jpg' => 'image/jpeg', 'ico' => 'image/x-icon', 'woff' => 'font/woff', 'woff2' => 'font/woff2', 'ttf' => 'font/ttf',
	'less' => 'text/plain',
];
if ( preg_match( '#^/(?:resources|skins|extensions)/.+\.(\w+)$#', $path, $parts ) && isset( $types[$parts[1]] ) ) {
	$file = strpos( $path, '/../' ) === false ? realpath( $tree . $path ) : false;
	if ( $file !== false && is_file( $file ) ) {
		header( "Content-Type: {$types[$parts[1]]}" );
		header( 'Cache-Control: max-age=86400' );
		readfile( $file );
		return true;
	}
}

if ( $path === '/' || strpos( $path, '/wiki/' ) === 0 ) {
	require $lcServe( 'index.php', $tree );
	return true;
}

http_response_code( 404 );
header( 'Content-Type: text/plain' );
echo "Nothing here.\n";
return true;
