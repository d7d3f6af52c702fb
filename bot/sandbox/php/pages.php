<?php
/**
 * Maintenance: saves pages from JSON on standard input, in order.
 *
 * [{"title": …, "text": …, "by": …, "at": "2026-01-31T12:00:00Z", "protect": "sysop", "model": "json"}, …]
 * Namespaces may be written in English on every wiki; "protect" and "model" may be null.
 */

use MediaWiki\MediaWikiServices;
use MediaWiki\Revision\SlotRecord;
use Wikimedia\Timestamp\ConvertibleTimestamp;

require_once getenv( 'LETSCONNECT_SANDBOX_TREE' ) . '/maintenance/Maintenance.php';

class SandboxPages extends Maintenance {
	public function execute() {
		$pages = json_decode( stream_get_contents( STDIN ), true );
		foreach ( $pages as $page ) {
			$this->write( $page );
		}
		ConvertibleTimestamp::setFakeTime( false );
		DeferredUpdates::doUpdates();
		$this->output( count( $pages ) . "\n" );
	}

	private function write( array $wanted ): void {
		$services = MediaWikiServices::getInstance();
		$title = Title::newFromText( $wanted['title'] );
		$user = $services->getUserFactory()->newFromName( $wanted['by'] );
		if ( !$title || !$title->canExist() || !$user ) {
			$this->fatalError( "Seed page \"{$wanted['title']}\" by \"{$wanted['by']}\": no such title or name." );
		}
		ConvertibleTimestamp::setFakeTime( wfTimestamp( TS_MW, $wanted['at'] ) );
		$page = $services->getWikiPageFactory()->newFromTitle( $title );
		$updater = $page->newPageUpdater( $user );
		$updater->setContent( SlotRecord::MAIN, ContentHandler::makeContent( $wanted['text'], $title, ( $wanted['model'] ?? null ) ) );
		$updater->saveRevision( CommentStoreComment::newUnsavedComment( '' ) );
		if ( !$updater->wasSuccessful() ) {
			$this->fatalError( "Seed page \"{$wanted['title']}\" can't be saved." );
		}
		if ( isset( $wanted['protect'] ) ) {
			$cascade = false;
			$page->doUpdateRestrictions(
				[ 'edit' => $wanted['protect'], 'move' => $wanted['protect'] ], [], $cascade, 'Seeded', $user
			);
		}
	}
}

$maintClass = SandboxPages::class;
require_once RUN_MAINTENANCE_IF_MAIN;
