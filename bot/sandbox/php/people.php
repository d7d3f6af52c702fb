<?php
/**
 * Maintenance: makes accounts from JSON on standard input, all in one transaction. Harmless to repeat: an account
 * that exists gets the password, groups and bot password named.
 *
 * [{"name": …, "password": …, "groups": […], "gender": …, "blocked": true,
 *   "bot_password": {"app": …, "password": …, "grants": […]}}, …]
 */

use MediaWiki\MediaWikiServices;

require_once getenv( 'LETSCONNECT_SANDBOX_TREE' ) . '/maintenance/Maintenance.php';

class SandboxPeople extends Maintenance {
	/** @var string[] the stored form of each password: many accounts may share one */
	private $hashes = [];

	public function execute() {
		$people = json_decode( stream_get_contents( STDIN ), true );
		$database = MediaWikiServices::getInstance()->getDBLoadBalancer()->getConnection( DB_PRIMARY );
		$this->beginTransaction( $database, __METHOD__ );
		$new = 0;
		foreach ( $people as $person ) {
			$new += $this->make( $person, $database );
		}
		if ( $new ) {
			$database->update( 'site_stats', [ "ss_users=ss_users+$new" ], [ 'ss_row_id' => 1 ], __METHOD__ );
		}
		$this->commitTransaction( $database, __METHOD__ );
		$this->output( "$new\n" );
	}

	/** Make one account; gives 1 if it is new. */
	private function make( array $person, $database ): int {
		$services = MediaWikiServices::getInstance();
		$user = $services->getUserFactory()->newFromName( $person['name'] );
		if ( !$user ) {
			$this->fatalError( "No account can have the name \"{$person['name']}\"." );
		}
		$new = !$user->isRegistered();
		if ( $new && !$user->addToDatabase()->isOK() ) {
			$this->fatalError( "The account \"{$person['name']}\" can't be made." );
		}
		$database->update(
			'user',
			[ 'user_password' => $this->hash( $person['password'] ) ],
			[ 'user_id' => $user->getId() ],
			__METHOD__
		);
		foreach ( $person['groups'] ?? [] as $group ) {
			$services->getUserGroupManager()->addUserToGroup( $user, $group );
		}
		if ( isset( $person['gender'] ) ) {
			$services->getUserOptionsManager()->setOption( $user, 'gender', $person['gender'] );
			$user->saveSettings();
		}
		if ( isset( $person['blocked'] ) ) {
			$admin = $services->getUserFactory()->newFromName( 'Admin' );
			$services->getBlockUserFactory()->newBlockUser( $user, $admin, 'infinity', 'Promotion' )->placeBlockUnsafe();
		}
		if ( isset( $person['bot_password'] ) ) {
			$this->giveBotPassword( $person['name'], $person['bot_password'] );
		}
		return (int)$new;
	}

	private function hash( string $password ): string {
		return $this->hashes[$password] ??= MediaWikiServices::getInstance()->getPasswordFactory()
			->newFromPlaintext( $password )->toString();
	}

	private function giveBotPassword( string $name, array $wanted ): void {
		$password = BotPassword::newUnsaved(
			[ 'username' => $name, 'appId' => $wanted['app'], 'grants' => $wanted['grants'] ]
		);
		$secret = MediaWikiServices::getInstance()->getPasswordFactory()->newFromPlaintext( $wanted['password'] );
		if ( !$password->save( 'insert', $secret )->isGood() && !$password->save( 'update', $secret )->isGood() ) {
			$this->fatalError( "The bot password of \"$name\" can't be saved." );
		}
	}
}

$maintClass = SandboxPeople::class;
require_once RUN_MAINTENANCE_IF_MAIN;
