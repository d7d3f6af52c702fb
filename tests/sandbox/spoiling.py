"""What real wikis do to a delivery: PHP that protects, blocks, filters, moves and deletes."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from bot.sandbox.sandbox import Sandbox

BEGIN = """
$services = MediaWiki\\MediaWikiServices::getInstance();
$admin = $services->getUserFactory()->newFromName( 'Admin' );
$bot = $services->getUserFactory()->newFromName( 'LetsConnectBot' );
$talk = static fn ( $name ) => Title::makeTitle( NS_USER_TALK, $name );
$page = static fn ( $title ) => $services->getWikiPageFactory()->newFromTitle( $title );
$protect = static function ( $title, $what, $cascade = false ) use ( $page, $admin ) {
    $page( $title )->doUpdateRestrictions( [ $what => 'sysop' ], [], $cascade, 'tested', $admin );
};
$block = static function ( $pages ) use ( $services, $bot, $admin ) {
    $options = [ 'isPartial' => (bool)$pages, 'isAutoblocking' => false ];
    $restrictions = [];
    foreach ( $pages as $title ) {
        $restrictions[] = new MediaWiki\\Block\\Restriction\\PageRestriction( 0, $title->getArticleID() );
    }
    $status = $services->getBlockUserFactory()
        ->newBlockUser( $bot, $admin, 'infinity', 'tested', $options, $restrictions )->placeBlockUnsafe();
    if ( !$status->isOK() ) { throw new Exception( 'not blocked' ); }
};
$move = static function ( $from, $to, $redirect ) use ( $services, $admin ) {
    $status = $services->getMovePageFactory()->newMovePage( $from, $to )->move( $admin, 'tested', $redirect );
    if ( !$status->isOK() ) { throw new Exception( 'not moved' ); }
};
$filter = static function ( $name, $action ) use ( $admin ) {
    $db = wfGetDB( DB_PRIMARY );
    $row = [
        'af_pattern' => "page_prefixedtitle contains '$name'", 'af_timestamp' => $db->timestamp(),
        'af_enabled' => 1, 'af_comments' => '', 'af_public_comments' => 'tested', 'af_actions' => $action,
    ];
    $row += $db->fieldExists( 'abuse_filter', 'af_actor' )
        ? [ 'af_actor' => $admin->getActorId() ]
        : [ 'af_user' => $admin->getId(), 'af_user_text' => 'Admin' ];
    $db->insert( 'abuse_filter', $row );
    $parameters = $action === 'warn' ? 'abusefilter-warning' : 'abusefilter-disallowed';
    $db->insert( 'abuse_filter_action', [
        'afa_filter' => $db->insertId(), 'afa_consequence' => $action, 'afa_parameters' => $parameters ] );
};
"""
"""Goes before what is done in a wiki: short names for what tests do to pages."""

FOR_TITLE = """
$lcWritesTo = static fn ( string $name ): bool =>
    ( $_POST['action'] ?? '' ) === 'edit' && str_ends_with( $_POST['title'] ?? '', $name );
"""
"""Goes before settings that are meant for one page."""


def do(sandbox: Sandbox, wiki: str, code: str) -> None:
    """Do something in a wiki, with the short names above."""
    sandbox.php(wiki, BEGIN + code)


def forget_sessions(sandbox: Sandbox, wiki: str) -> None:
    """Make a wiki forget who is logged in."""
    file = sandbox.state.database_folder / f"{wiki}-sessions.sqlite"
    with closing(sqlite3.connect(file, timeout=30)) as sessions, sessions:
        sessions.execute("DELETE FROM objectcache")
