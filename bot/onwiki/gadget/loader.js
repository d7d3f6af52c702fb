/* Loads the sign-up gadget on the program's pages. Installed by the bot's operator. */
( function () {
	'use strict';
	var setup = /* SETUP */,
		page = String( mw.config.get( 'wgPageName' ) ).replace( /_/g, ' ' ),
		below = setup.below.some( function ( title ) {
			return page.indexOf( title + '/' ) === 0;
		} );
	if ( mw.config.get( 'wgAction' ) === 'view' && ( below || setup.pages.indexOf( page ) !== -1 ) ) {
		mw.loader.load( mw.config.get( 'wgScript' ) + '?title=' + encodeURIComponent( setup.code ) +
			'&action=raw&ctype=text/javascript&maxage=600' );
	}
}() );
